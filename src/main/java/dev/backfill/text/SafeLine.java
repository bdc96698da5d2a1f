package dev.backfill.text;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/** A log entry with its stack trace, without the credentials that may stand in them. */
public final class SafeLine extends CompositeConverter<ILoggingEvent> {
  @Override
  protected String transform(ILoggingEvent event, String line) {
    return Secrets.removed(line);
  }
}
