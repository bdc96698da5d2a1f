package dev.backfill.text;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.pattern.CompositeConverter;

/**
 * A line's end and the stack trace, indented: only an entry of the log begins at a line's begin.
 * The end stands here since logback takes a percent sign right behind a group's parenthesis for
 * text.
 */
public final class Trace extends CompositeConverter<ILoggingEvent> {
  @Override
  protected String transform(ILoggingEvent event, String trace) {
    var text = Visible.text(trace).stripTrailing();
    return text.isEmpty() ? "\n" : ("\n" + text).replace("\n", "\n    ") + "\n";
  }
}
