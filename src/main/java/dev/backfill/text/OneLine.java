package dev.backfill.text;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/**
 * A log message in one line, with its end: what it quotes must not begin another that looks like an
 * entry.
 */
public final class OneLine extends CompositeConverter<ILoggingEvent> {
  @Override
  protected String transform(ILoggingEvent event, String message) {
    return Visible.line(message);
  }
}
