package dev.backfill.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is allowed and not warned of. */
class MeantWarningsTest {
  /** Reads memory as gRPC's Netty does. */
  static final class Reader {
    private Reader() {}

    public static void main(String[] args) throws ReflectiveOperationException {
      if (args.length > 0) {
        MeantWarnings.allowUnsafe();
      }
      var unsafe = Class.forName("sun.misc.Unsafe");
      var one = unsafe.getDeclaredField("theUnsafe");
      one.setAccessible(true);
      unsafe.getMethod("allocateMemory", long.class).invoke(one.get(null), 8L);
    }
  }

  @Test
  @Tag("process")
  void thisJdkIsSilentAboutUnsafe() throws Exception {
    assertThat(said("allowed")).isEmpty();
    // JDK 24 was the first to warn.
    assertThat(said().contains("sun.misc.Unsafe")).isEqualTo(Runtime.version().feature() >= 24);
  }

  @Test
  void onlyTheWarningThatIsMeantIsKeptOff() {
    var logger = Logger.getLogger("javafx");
    var before = logger.getFilter();
    try {
      MeantWarnings.allowClassPath();
      var filter = logger.getFilter();
      var meant = "Unsupported JavaFX configuration: classes were loaded from 'unnamed module'";
      assertThat(filter.isLoggable(new LogRecord(Level.WARNING, meant))).isFalse();
      assertThat(filter.isLoggable(new LogRecord(Level.WARNING, "CSS: no such color"))).isTrue();
    } finally {
      logger.setFilter(before);
    }
  }

  private static String said(String... args) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var command = new ArrayList<String>();
    command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-cp", path));
    command.add(Reader.class.getName());
    command.addAll(List.of(args));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var all = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(all).isZero();
    return all;
  }
}
