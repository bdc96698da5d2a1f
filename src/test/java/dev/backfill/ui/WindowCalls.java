package dev.backfill.ui;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import javafx.application.Platform;

/**
 * How long each call of the window's thread takes, in its own processor time: an event, a frame, a
 * task that another thread gave it. Takes the calls from the headless toolkit's queue one by one in
 * place of its own loop; a call posted in between would measure several as one wherever the thread
 * that posts it waits for a core.
 */
final class WindowCalls implements AutoCloseable {
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

  // Nanoseconds from which on it is told where a call was.
  private static final long TOLD = 25_000_000;

  private final Queue<StackTraceElement[]> seen = new ConcurrentLinkedQueue<>();
  private final Thread sampler = new Thread(this::look, "calls");
  // Both are the window's thread's.
  private final List<Call> calls = new ArrayList<>();
  private boolean ended;
  private volatile Thread window;

  /**
   * One call.
   *
   * @param millis of the thread's own processor time
   * @param passed of the wall's time, in which a busy machine let others have the processor too
   * @param where at what it was seen; empty for a short one
   */
  record Call(double millis, double passed, String where) {}

  /** Begins to measure with the calls that come. */
  static WindowCalls start() {
    var measured = new WindowCalls();
    Platform.runLater(measured::loop);
    return measured;
  }

  private void loop() {
    window = Thread.currentThread();
    sampler.setDaemon(true);
    sampler.start();
    var queue = queue();
    var next = method(queue, "getNextRunnable");
    while (!ended) {
      run((Runnable) invoke(next, queue));
    }
  }

  private void run(Runnable call) {
    seen.clear();
    var began = System.nanoTime();
    var before = CPU.getCurrentThreadCpuTime();
    try {
      call.run();
    } catch (Throwable thrown) {
      // As the toolkit's own loop does.
      window.getUncaughtExceptionHandler().uncaughtException(window, thrown);
    }
    var took = CPU.getCurrentThreadCpuTime() - before;
    var passed = System.nanoTime() - began;
    calls.add(new Call(took / 1e6, passed / 1e6, took < TOLD ? "" : where()));
  }

  private void look() {
    while (!sampler.isInterrupted()) {
      seen.add(window.getStackTrace());
      try {
        Thread.sleep(4);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** What a long call was seen at, and how often. */
  private String where() {
    var times =
        seen.stream()
            .map(WindowCalls::where)
            .collect(Collectors.groupingBy(what -> what, Collectors.counting()));
    return times.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(8)
        .map(found -> found.getValue() + "x " + found.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The outermost of our frames and the innermost; else the part of a frame that is drawn. */
  private static String where(StackTraceElement[] stack) {
    var ours = Arrays.stream(stack).filter(f -> Watchdog.isOurs(f.getClassName())).toList();
    if (!ours.isEmpty()) {
      return name(ours.get(ours.size() - 1)) + " … " + name(ours.get(0));
    }
    return Arrays.stream(stack)
        .filter(f -> f.getClassName().equals("javafx.scene.Scene"))
        .reduce((inner, outer) -> outer)
        .map(WindowCalls::name)
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
  List<Call> longest() {
    var copied = new CompletableFuture<List<Call>>();
    Platform.runLater(() -> copied.complete(new ArrayList<>(calls)));
    return copied.join().stream().sorted(Comparator.comparing(Call::millis).reversed()).toList();
  }

  /** The toolkit's own loop goes on. */
  @Override
  public void close() {
    sampler.interrupt();
    Platform.runLater(() -> ended = true);
  }

  private static Object queue() {
    try {
      var application = Class.forName("com.sun.glass.ui.Application");
      var monocle = application.getMethod("GetApplication").invoke(null);
      return field(field(monocle, "runnableProcessor"), "queue");
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("Calls are measured in the headless toolkit alone.", e);
    }
  }

  private static Object field(Object of, String name) throws ReflectiveOperationException {
    var field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }

  private static Method method(Object of, String name) {
    try {
      var method = of.getClass().getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static Object invoke(Method method, Object of) {
    try {
      return method.invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
