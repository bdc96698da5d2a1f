package dev.backfill.run;

/**
 * The subjects of the steps under which a run's jobs on workers go. The first job makes the rows of
 * whatever of the plan is due; cells that are wanted once more come under a job of their own, by
 * how many jobs ended well before it.
 */
public final class JobSubject {
  /** The subject of a run's first job. */
  public static final String FIRST = "job";

  private static final String AGAIN = "again ";

  private JobSubject() {}

  /** The subject of the next job, which stays the same until a job under it ends well. */
  public static String after(int before) {
    return before == 0 ? FIRST : AGAIN + before;
  }

  /** Whether a step's subject is one of a job. */
  public static boolean isOne(String subject) {
    return subject.equals(FIRST) || subject.startsWith(AGAIN);
  }
}
