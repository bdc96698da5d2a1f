package dev.backfill.run;

import java.time.Duration;

/** Waits; a test's does not. */
public interface Sleeper {
  void sleep(Duration time) throws InterruptedException;
}
