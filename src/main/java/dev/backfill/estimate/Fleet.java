package dev.backfill.estimate;

/**
 * The workers that a job may have.
 *
 * @param initial with which it begins
 * @param max at most
 * @param exported whether the staged tables are exported first, and the files read
 * @param diskGb of each worker
 */
public record Fleet(int initial, int max, Machine machine, boolean exported, double diskGb) {
  // Dataflow's documents: a batch job whose shuffle is the service's has disks of 25 GB; with the
  // shuffle on its workers, 250 GB.
  static final double DISK_GB = 25;

  public Fleet(int initial, int max, Machine machine, boolean exported) {
    this(initial, max, machine, exported, DISK_GB);
  }
}
