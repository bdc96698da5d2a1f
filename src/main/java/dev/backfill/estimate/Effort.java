package dev.backfill.estimate;

/** What a stage's time and cost go into, as far as an estimate must know; a stage declares its. */
public enum Effort {
  /** Calls that read or make things: their number follows from the plan, and none costs. */
  CALLS,
  /** Queries that look at what the run is for. */
  SCOPES,
  /** A query a cell that reads whole rows and writes those to work on. */
  STAGES,
  /** A job on workers. */
  DECODES,
  /** A query a cell over what the job wrote, and production's ids. */
  DEDUPLICATES,
  /** Queries that count a cell's tables by their ids. */
  COUNTS,
  /** Copies of partitions, which cost nothing. */
  COPIES
}
