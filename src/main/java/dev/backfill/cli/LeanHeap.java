package dev.backfill.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this JVM's heap near what lives on it. Nobody can tell {@code java -jar} how much it may
 * take, and G1 takes what a machine has: 820 MB were seen of a run, and 870 of a window, of 1,284
 * cells, of which 120 lived.
 *
 * <p>All of it is HotSpot's; where it is missing, the heap is as the JVM would have it.
 */
public final class LeanHeap implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeanHeap.class);

  // A collection of 60 MB that live takes a tenth of a second: a twentieth of this at most.
  private static final long BETWEEN_LOOKS_MILLIS = 2_000;

  // A window that nobody touches collects beside its threads, and gives back what it does not use.
  private static final String IDLE_MILLIS = "15000";

  // Of 9,300 cells 200 MB live in a window; what stops it for half a second is for more than that.
  private static final long WINDOW = 512L << 20;

  private final Thread thread;

  private LeanHeap(Work work) {
    thread = new Thread(() -> run(work), "lean-heap");
    thread.setDaemon(true);
  }

  private interface Work {
    void with(HotSpotDiagnosticMXBean hotSpot) throws InterruptedException;
  }

  /** Collects all garbage whenever the heap grew beyond what lives, until it is closed. */
  static LeanHeap keep() {
    return begun(
        hotSpot -> {
          followWhatLives(hotSpot, 30, 60);
          System.gc();
          keepBelow(HeapCeiling.LEAST);
        });
  }

  /** The same for a window, which must answer: it is stopped only where most of much is garbage. */
  public static LeanHeap ofWindow() {
    return begun(
        hotSpot -> {
          followWhatLives(hotSpot, 15, 35);
          hotSpot.setVMOption("G1PeriodicGCInterval", IDLE_MILLIS);
          keepBelow(WINDOW);
        });
  }

  // In a thread of its own, for the management server takes a third of a second.
  private static LeanHeap begun(Work work) {
    var heap = new LeanHeap(work);
    heap.thread.start();
    return heap;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private static void run(Work work) {
    try {
      work.with(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      LOG.info("The heap is as the JVM would have it", e);
    }
  }

  /**
   * From the next collection on so much of the heap is free, in percent: at most 60 is 2.5 times of
   * what lives, 35 half as much again, for a window that mostly waits.
   */
  private static void followWhatLives(HotSpotDiagnosticMXBean hotSpot, int least, int most) {
    hotSpot.setVMOption("MinHeapFreeRatio", Integer.toString(least));
    hotSpot.setVMOption("MaxHeapFreeRatio", Integer.toString(most));
  }

  private static void keepBelow(long least) throws InterruptedException {
    var ceiling = new HeapCeiling(least, Runtime.getRuntime()::totalMemory, System::gc);
    while (true) {
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
      ceiling.look();
    }
  }
}
