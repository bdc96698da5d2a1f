package dev.backfill.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up this JVM for a command that ends within a minute or two, as {@code java -jar} cannot be
 * told by the jar. Measured on a rehearsal of 1,000 documents: of 114 s of processor time the
 * second compiler took 52, for code that then hardly ran; and an eager collector left 1 GB of heap
 * behind a program whose live data are 60 MB.
 *
 * <p>All of it is HotSpot's; where it is missing, the command runs as the JVM would have it.
 */
final class ShortLivedJvm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShortLivedJvm.class);
  private static final String NO_SECOND_COMPILER = "[{match: [\"*.*\"], c2: {Exclude: true}}]";
  private static final String TIERED = "TieredStopAtLevel";

  private final Thread thread = new Thread(ShortLivedJvm::run, "short-lived-jvm");

  private final LeanHeap heap;

  private ShortLivedJvm(LeanHeap heap) {
    this.heap = heap;
    thread.setDaemon(true);
  }

  /**
   * Sets it up in a thread of its own, for the management server takes a third of a second, and
   * looks after its heap until it is closed.
   */
  static ShortLivedJvm setUp() {
    var jvm = new ShortLivedJvm(LeanHeap.keep());
    jvm.thread.start();
    return jvm;
  }

  @Override
  public void close() {
    heap.close();
  }

  private static void run() {
    try {
      var hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      if (Integer.parseInt(hotSpot.getVMOption(TIERED).getValue()) > 1) {
        excludeSecondCompiler();
      }
    } catch (IOException | JMException | RuntimeException | LinkageError e) {
      LOG.info("The JVM runs as it is", e);
    }
  }

  private static void excludeSecondCompiler() throws IOException, JMException {
    var file = Files.createTempFile("backfill-compiler", ".json");
    try {
      Files.writeString(file, NO_SECOND_COMPILER);
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "compilerDirectivesAdd",
              new Object[] {new String[] {file.toString()}},
              new String[] {String[].class.getName()});
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
