package dev.backfill.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Real time, and what was waited on top of it without waiting. */
final class JumpingClock extends Clock {
  private Duration ahead = Duration.ZERO;

  synchronized void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }

  @Override
  public synchronized Instant instant() {
    return Instant.now().plus(ahead);
  }
}
