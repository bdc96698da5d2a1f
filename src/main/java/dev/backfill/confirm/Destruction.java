package dev.backfill.confirm;

/** Something that cannot be taken back, and the phrase that names it. */
public sealed interface Destruction permits ReplacePartition, DeleteInventory {
  /** What an operator types to say: this one. */
  String phrase();
}
