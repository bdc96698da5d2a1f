package dev.backfill.settings;

import java.lang.reflect.Field;
import java.util.logging.Logger;

/**
 * Keeps off standard error what newer JDKs and JavaFX warn of although it is meant so: nobody can
 * tell {@code java -jar} what is allowed, and a manifest can allow native access alone.
 */
public final class MeantWarnings {
  private static final String ON_CLASS_PATH = "Unsupported JavaFX configuration";

  // Held: a logger that nobody holds is collected, and its filter with it.
  private static final Logger JAVAFX = Logger.getLogger("javafx");

  private MeantWarnings() {}

  /**
   * Spares the JDK's four lines about {@code sun.misc.Unsafe}, which gRPC, Netty and Guava read
   * memory with; once a process, before the first of them is used. It is what {@code
   * --sun-misc-unsafe-memory-access=allow} does, and says nothing where the command line denies it
   * or asks for each use.
   *
   * @return whether this JDK would have warned
   */
  public static boolean allowUnsafe() {
    try {
      return mark(Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned"));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // JDK 23 and older warn of nothing; a newer one that keeps this elsewhere warns, and works.
      return false;
    }
  }

  private static boolean mark(Field warned) throws IllegalAccessException {
    warned.setAccessible(true);
    warned.setBoolean(null, true);
    return true;
  }

  /** Spares JavaFX's two lines about being on the class path, where a jar has it. */
  public static void allowClassPath() {
    JAVAFX.setFilter(said -> !String.valueOf(said.getMessage()).startsWith(ON_CLASS_PATH));
  }
}
