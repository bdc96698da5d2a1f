package dev.backfill.confirm;

import java.util.function.Function;

/** Something that cannot be taken back, and the phrase that names it. */
public sealed interface Destruction
    permits ReplacePartition, RestorePartition, DeleteInventory, EmptyTables, TakeOver {
  /** What an operator types to say: this one. */
  String phrase();

  /** What an operator types to say: all of these, in a project. */
  default String phraseOfAll(String target, int number) {
    return target + ": " + number + " partitions";
  }

  /** One function for each kind. */
  record Cases<T>(
      Function<ReplacePartition, T> replace,
      Function<RestorePartition, T> restore,
      Function<DeleteInventory, T> delete,
      Function<EmptyTables, T> empty,
      Function<TakeOver, T> takeOver) {}

  /** Applies the function of the kind that this is. */
  default <T> T match(Cases<T> cases) {
    if (this instanceof ReplacePartition replace) {
      return cases.replace().apply(replace);
    } else if (this instanceof RestorePartition restore) {
      return cases.restore().apply(restore);
    } else if (this instanceof DeleteInventory delete) {
      return cases.delete().apply(delete);
    } else if (this instanceof EmptyTables empty) {
      return cases.empty().apply(empty);
    }
    return cases.takeOver().apply((TakeOver) this);
  }
}
