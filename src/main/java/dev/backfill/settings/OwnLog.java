package dev.backfill.settings;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.Path;

/** A log that its owner alone may read: each new file is made so before a line is in it. */
public final class OwnLog extends RollingFileAppender<ILoggingEvent> {
  @Override
  public void openFile(String name) throws IOException {
    var file = Path.of(name).toAbsolutePath();
    OwnFiles.made(file.getParent());
    OwnFiles.file(file);
    super.openFile(name);
  }
}
