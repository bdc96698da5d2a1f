package dev.backfill.settings;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * A log that its owner alone may read: each new file is made so before a line is in it.
 *
 * <p>Several processes write to one log. Whoever finds that its file was moved away, because
 * another began a new one, or was deleted, goes on in the file that bears the name; where an open
 * file cannot be moved (Windows), it grows until one process is alone.
 */
public final class OwnLog extends RollingFileAppender<ILoggingEvent> {
  // A look is a call to the file system, and a run says thousands of lines.
  private long betweenLooks = TimeUnit.SECONDS.toNanos(1);
  private long looked;
  private Object opened;

  /** Looks after so many milliseconds whether the file is still the one that bears the name. */
  public void setLookMillis(long millis) {
    betweenLooks = TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public void openFile(String name) throws IOException {
    var file = Path.of(name).toAbsolutePath();
    OwnFiles.made(file.getParent());
    OwnFiles.file(file);
    super.openFile(name);
    opened = key();
    looked = System.nanoTime();
  }

  @Override
  protected void subAppend(ILoggingEvent event) {
    if (System.nanoTime() - looked >= betweenLooks) {
      looked = System.nanoTime();
      if (isElsewhere()) {
        reopen();
      }
    }
    super.subAppend(event);
  }

  /** Race: of two processes that find the file full the second would roll the first one's new. */
  @Override
  public void rollover() {
    if (isElsewhere()) {
      reopen();
    } else {
      super.rollover();
    }
  }

  private boolean isElsewhere() {
    return !key().equals(opened);
  }

  private void reopen() {
    streamWriteLock.lock();
    try {
      closeOutputStream();
      openFile(getFile());
    } catch (IOException e) {
      addError("The log cannot be opened again.", e);
    } finally {
      streamWriteLock.unlock();
    }
  }

  /** What tells the file of the log's name from one that had it before. */
  private Object key() {
    try {
      var key = Files.readAttributes(Path.of(getFile()), BasicFileAttributes.class).fileKey();
      return key == null ? "there" : key;
    } catch (IOException e) {
      return "gone";
    }
  }
}
