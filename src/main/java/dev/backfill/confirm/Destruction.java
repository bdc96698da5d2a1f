package dev.backfill.confirm;

/** Something that cannot be taken back, and the phrase that names it. */
public sealed interface Destruction permits ReplacePartition, RestorePartition, DeleteInventory {
  /** What an operator types to say: this one. */
  String phrase();

  /** What an operator types to say: all of these, in a project. */
  default String phraseOfAll(String target, int number) {
    return target + ": " + number + " partitions";
  }
}
