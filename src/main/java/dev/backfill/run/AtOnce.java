package dev.backfill.run;

/** How many steps of a kind run side by side at most. */
public enum AtOnce {
  /**
   * Each has one query under way. Quota: 100 interactive queries at once in a project on demand,
   * what is beyond waits in a queue: a third of them leaves the rest to others. API: 100 requests a
   * second, a user and a method; a job of ten seconds is asked for some eight times, 26 a second.
   */
  QUERIES(32),

  /**
   * Each has one copy under way. Quota: 1,000 copy jobs a minute and 100,000 a day in a project. A
   * copy takes three seconds or more: 640 a minute; 9,300 cells make 18,600 with their backups.
   */
  COPIES(32),

  /**
   * Each changes rows of a table by a statement. Such statements wait for each other where the
   * table is the same: BigQuery runs two at once, and keeps 20.
   */
  STATEMENTS(2);

  private final int most;

  AtOnce(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }
}
