package dev.backfill.ui.model;

/**
 * A part of a decode job's life, as the service's reports tell it.
 *
 * @param from seconds since the epoch
 */
public record Phase(Kind kind, double from, double to) {
  /** What the job is at. */
  public enum Kind {
    /** The service has not begun to run it. */
    QUEUED,
    /** It runs, and no worker is there yet. */
    STARTING,
    /** Workers are there, and no record was read yet. */
    WAITING,
    /** Records are read; nothing is known of workers. */
    READING,
    /** Records are read by fewer workers than there will be, or than are wanted. */
    SCALING,
    /** More workers are wanted, and the service could not get them. */
    SHORT,
    /** Records are read by as many workers as there ever were, and as are wanted. */
    PEAK,
    /** Records are read by fewer workers than there were. */
    REDUCING,
    /** All was read: what is left is to load the rows into the tables. */
    LOADING,
    /** It was asked to end. */
    ENDING
  }
}
