package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

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
      try {
        Thread.sleep(4);
      } catch (InterruptedException e) {
        return;
      }
    }
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
                            || c.equals("javafx.fxml.FXMLLoader"))
            // A picture of a name is drawn by the renderer, once.
            || Arrays.stream(stack)
                .anyMatch(f -> f.getMethodName().equals("snapshot") && isPicture(f));
    var ours = Arrays.stream(stack).filter(f -> isOurs(f.getClassName())).findFirst();
    var waits =
        Arrays.stream(stack)
            .flatMap(f -> Stream.of(f.getClassName(), f.getClassName() + "." + f.getMethodName()))
            .filter(WAITING::contains)
            .findFirst();
    return loads || ours.isEmpty() ? Optional.empty() : waits.map(w -> w + " from " + ours.get());
  }

  private static boolean isPicture(StackTraceElement frame) {
    return frame.getClassName().equals("javafx.scene.Node");
  }

  static boolean isOurs(String name) {
    return name.startsWith("dev.backfill.")
        && !name.startsWith(Desk.class.getName())
        && !name.startsWith(WindowCalls.class.getName())
        && !name.endsWith("Test");
  }

  /** Fails when something was found. */
  @Override
  public void close() {
    ended = true;
    assertThat(found).as("calls that the window's thread waited for").isEmpty();
  }
}
