package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a JVM of its own is set up to; a setting stays, so none is made in the tests' JVM. */
@Tag("process")
@Timeout(120)
class ShortLivedJvmTest {
  @Test
  void keepsTheHeapSmallAndTheSecondCompilerOut() throws Exception {
    assertThat(printed()).contains("MinHeapFreeRatio 30", "MaxHeapFreeRatio 60", "excluded true");
  }

  /** One that has no second compiler needs no directive. */
  @Test
  void leavesOutNothingThatIsNotThere() throws Exception {
    assertThat(printed("-XX:TieredStopAtLevel=1"))
        .contains("MinHeapFreeRatio 30", "excluded false");
  }

  /**
   * Serial and parallel collectors have no such options, or others: the command runs all the same.
   */
  @Test
  void runsWithAnotherCollector() throws Exception {
    assertThat(printed("-XX:+UseSerialGC")).contains("excluded true", "closed");
  }

  private static List<String> printed(String... options) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), ShortLived.class.getName()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }

  /** Sets itself up, and says to what. */
  static final class ShortLived {
    private ShortLived() {}

    public static void main(String[] args) throws Exception {
      try (var jvm = ShortLivedJvm.setUp()) {
        thread("short-lived-jvm").ifPresent(ShortLived::join);
        while (!option("MinHeapFreeRatio").equals("30")) {
          Thread.sleep(10);
        }
        while (!option("MaxHeapFreeRatio").equals("60")) {
          Thread.sleep(10);
        }
        System.out.println("MinHeapFreeRatio " + option("MinHeapFreeRatio"));
        System.out.println("MaxHeapFreeRatio " + option("MaxHeapFreeRatio"));
        System.out.println("excluded " + directives().contains("Exclude:true"));
      }
      System.out.println("closed");
    }

    private static Optional<Thread> thread(String name) {
      return Thread.getAllStackTraces().keySet().stream()
          .filter(one -> one.getName().equals(name))
          .findFirst();
    }

    private static void join(Thread thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String option(String name) {
      return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .getVMOption(name)
          .getValue();
    }

    private static String directives() throws Exception {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "compilerDirectivesPrint",
                  new Object[0],
                  new String[0]);
    }
  }
}
