/**
 * A run's entries as lines of a file that one process writes: appending, reading, repairing. What
 * the entries mean is folded in {@code run}.
 */
package dev.backfill.journal;
