package dev.backfill.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ctrl+C while a command works: the first asks it to stop, the second ends the process.
 *
 * <p>Java's own way, a shutdown hook, hears of the first alone. The class that hears of each is in
 * no package that programs may be compiled against, but is there in every Java that this one runs
 * on; where it is not, the hook remains.
 */
final class Interrupts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Interrupts.class);
  private static final String SIGNAL = "sun.misc.Signal";

  private final Object before;

  private Interrupts(Object before) {
    this.before = before;
  }

  /** Calls the first at the first interrupt, and the second at each later one, until closed. */
  static Interrupts heard(Runnable first, Runnable second) {
    var times = new AtomicInteger();
    try {
      var handler = Class.forName("sun.misc.SignalHandler");
      var ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  (times.getAndIncrement() == 0 ? first : second).run();
                }
                return method.getName().equals("equals") ? (Object) (proxy == args[0]) : null;
              });
      return new Interrupts(handle(ours));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.info("Interrupts are heard by the shutdown hook alone.", e);
      return new Interrupts(null);
    }
  }

  private static Object handle(Object handler) throws ReflectiveOperationException {
    var signal = Class.forName(SIGNAL);
    var interrupt = signal.getConstructor(String.class).newInstance("INT");
    try {
      return signal
          .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
          .invoke(null, interrupt, handler);
    } catch (InvocationTargetException e) {
      // A Java that was started to leave signals alone says so.
      throw new IllegalArgumentException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (before != null) {
      try {
        handle(before);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        LOG.info("Interrupts are not given back.", e);
      }
    }
  }
}
