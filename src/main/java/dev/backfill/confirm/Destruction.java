package dev.backfill.confirm;

import java.util.List;

/** Something that cannot be taken back, and the phrase that names it. */
public sealed interface Destruction
    permits ReplacePartition,
        AppendPartition,
        RestorePartition,
        DeleteInventory,
        EmptyTables,
        ExceedBudget,
        DeleteErrorRows,
        TakeOver {
  /** What an operator types to say: this one. */
  String phrase();

  /** What it is about, by name, as the journal lists it. */
  List<String> names();

  /** What an operator types to say: all of these, in a project. */
  default String phraseOfAll(String target, int number) {
    return target + ": " + number + " partitions";
  }

  /** Applies the method of the kind that this is. */
  <T> T accept(Visitor<T> visitor);

  /** A method for each kind. */
  interface Visitor<T> {
    T replace(ReplacePartition what);

    T append(AppendPartition what);

    T restore(RestorePartition what);

    T delete(DeleteInventory what);

    T empty(EmptyTables what);

    T exceedBudget(ExceedBudget what);

    T deleteErrors(DeleteErrorRows what);

    T takeOver(TakeOver what);
  }
}
