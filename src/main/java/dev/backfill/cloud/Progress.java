package dev.backfill.cloud;

/**
 * How a long call tells what goes on and learns that it should stop. Called on the calling thread.
 */
public interface Progress {
  /** For calls that nobody watches. */
  Progress SILENT =
      new Progress() {
        @Override
        public void say(String text) {}

        @Override
        public boolean stopped() {
          return false;
        }
      };

  /** A line for the operator; the newest one counts. */
  void say(String text);

  /** A line that every operator is to see, on whatever screen: that the cloud is waited for. */
  default void warn(String text) {
    say(text);
  }

  /**
   * The cloud does not answer and is asked again: since when, until when, and why; said once a
   * minute until {@link #goesOn}.
   */
  default void waits(String text) {
    warn(text);
  }

  /** The cloud that was waited for has answered. */
  default void goesOn() {}

  /** A query's job came to its end. */
  default void ran(QueryRan query) {}

  /** Whether the operator asked to stop; the call then returns as soon as it safely can. */
  boolean stopped();

  /** Waits, unless or until the operator asks to stop. */
  default void pause(Stop.Waiting how) throws InterruptedException {
    how.run();
  }
}
