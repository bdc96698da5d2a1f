package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;

/**
 * Looks at the window's thread every few milliseconds: it must never be found in our code waiting
 * for a file, a socket or another thread. Class loading and pages from the class path are allowed.
 * How long each call takes is measured in the thread's own processor time.
 */
final class Watchdog implements AutoCloseable {
  private static final Set<String> WAITING =
      Set.of(
          "java.net.Socket",
          "sun.nio.ch.SocketChannelImpl",
          "sun.nio.ch.NioSocketImpl",
          "java.net.http.HttpClient",
          "jdk.internal.net.http.HttpClientImpl",
          "java.io.RandomAccessFile",
          "java.nio.file.Files",
          "sun.nio.ch.FileChannelImpl",
          "java.lang.Object.wait",
          "java.lang.Thread.sleep",
          "jdk.internal.misc.Unsafe.park");

  // Nanoseconds from which on it is told where a call was.
  private static final long TOLD = 25_000_000;

  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Thread sampler = new Thread(this::look, "watchdog");
  private volatile boolean ended;
  private volatile boolean asked;
  private final Queue<StackTraceElement[]> seen = new ConcurrentLinkedQueue<>();
  // Written on the window's thread alone, and read when it has nothing more to do.
  private final List<Call> calls = new ArrayList<>();
  private long before = -1;

  /** What ran between two looks: one call of the window's thread, or a few that came together. */
  record Call(double millis, String where) {}

  static Watchdog start() {
    var watchdog = new Watchdog();
    watchdog.sampler.setDaemon(true);
    watchdog.sampler.start();
    return watchdog;
  }

  private void look() {
    var window = window();
    while (!ended) {
      var stack = window.getStackTrace();
      offence(stack).ifPresent(found::add);
      if (asked) {
        seen.add(stack);
      } else {
        asked = true;
        Platform.runLater(this::measure);
      }
      try {
        Thread.sleep(4);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void measure() {
    var now = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    if (before >= 0) {
      calls.add(new Call((now - before) / 1e6, now - before < TOLD ? "" : where()));
    }
    before = now;
    seen.clear();
    asked = false;
  }

  /** What a long call was seen at, and how often. */
  private String where() {
    var times =
        seen.stream()
            .map(Watchdog::where)
            .collect(Collectors.groupingBy(what -> what, Collectors.counting()));
    return times.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(found -> found.getValue() + "x " + found.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The outermost of our frames and the innermost; else the part of a frame that is drawn. */
  private static String where(StackTraceElement[] stack) {
    var ours = Arrays.stream(stack).filter(f -> isOurs(f.getClassName())).toList();
    if (!ours.isEmpty()) {
      return name(ours.get(ours.size() - 1)) + " … " + name(ours.get(0));
    }
    return Arrays.stream(stack)
        .filter(f -> f.getClassName().equals("javafx.scene.Scene"))
        .reduce((inner, outer) -> outer)
        .map(Watchdog::name)
        .orElse(stack.length == 0 ? "nothing" : name(stack[0]));
  }

  private static String name(StackTraceElement frame) {
    var type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1)
        + "."
        + frame.getMethodName()
        + ":"
        + frame.getLineNumber();
  }

  /** The calls so far, longest first. */
  List<Call> calls() {
    var copied = new CompletableFuture<List<Call>>();
    Platform.runLater(() -> copied.complete(new ArrayList<>(calls)));
    return copied.join().stream().sorted(Comparator.comparing(Call::millis).reversed()).toList();
  }

  private static Thread window() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("JavaFX Application Thread"))
        .findFirst()
        .orElseThrow();
  }

  private static Optional<String> offence(StackTraceElement[] stack) {
    var classes = Arrays.stream(stack).map(StackTraceElement::getClassName).toList();
    var loads =
        classes.stream()
            .anyMatch(
                c ->
                    c.contains("ClassLoader")
                        || c.startsWith("jdk.internal.loader")
                        // Opening a stage reads the fonts.
                        || c.startsWith("com.sun.javafx.font")
                        // A style sheet or a font of the program's comes from its jar.
                        || c.startsWith("sun.net.www.protocol.jar")
                        || c.startsWith("java.util.zip.ZipFile")
                        || c.equals("javafx.fxml.FXMLLoader"));
    var ours = Arrays.stream(stack).filter(f -> isOurs(f.getClassName())).findFirst();
    var waits =
        Arrays.stream(stack)
            .flatMap(f -> Stream.of(f.getClassName(), f.getClassName() + "." + f.getMethodName()))
            .filter(WAITING::contains)
            .findFirst();
    return loads || ours.isEmpty() ? Optional.empty() : waits.map(w -> w + " from " + ours.get());
  }

  private static boolean isOurs(String name) {
    return name.startsWith("dev.backfill.")
        && !name.startsWith(Desk.class.getName())
        && !name.endsWith("Test");
  }

  /** Fails when something was found. */
  @Override
  public void close() {
    ended = true;
    assertThat(found).as("calls that the window's thread waited for").isEmpty();
  }
}
