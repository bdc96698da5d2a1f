package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import javafx.application.Platform;

/**
 * Looks at the window's thread every few milliseconds: it must never be found in our code waiting
 * for a file, a socket or another thread. Class loading and pages from the class path are allowed.
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

  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Thread sampler = new Thread(this::look, "watchdog");
  private volatile boolean ended;
  private volatile long longest;

  static Watchdog start() {
    var watchdog = new Watchdog();
    watchdog.sampler.setDaemon(true);
    watchdog.sampler.start();
    return watchdog;
  }

  private void look() {
    var window = window();
    while (!ended) {
      offence(window.getStackTrace()).ifPresent(found::add);
      probe();
      try {
        Thread.sleep(4);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Measures how long the window's thread lets an event wait; told, not asserted. */
  private void probe() {
    var asked = System.nanoTime();
    Platform.runLater(() -> longest = Math.max(longest, System.nanoTime() - asked));
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
    System.out.printf("longest wait of the window's thread: %.0f ms%n", longest / 1e6);
    assertThat(found).as("calls that the window's thread waited for").isEmpty();
  }
}
