package dev.backfill.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which system's window a program holds: a build takes JavaFX's libraries of the system it runs on
 * alone, for those of all systems are 40 MB.
 *
 * @param system what Java calls the system, as {@code os.name}
 * @param holds whether the program holds a resource of a name
 */
public record WindowLibraries(String system, Predicate<String> holds) {
  private static final String ELSEWHERE =
      " Build it on this system (mvn -q package -DskipTests); every command that needs no window"
          + " works as it is: see --help.";

  /** Those of this program on this machine. */
  public static WindowLibraries here() {
    var loader = WindowLibraries.class.getClassLoader();
    return new WindowLibraries(
        System.getProperty("os.name", ""), name -> loader.getResource(name) != null);
  }

  /** Why no window can be opened on this system, with what to do; empty when one can. */
  public Optional<String> missing() {
    return holds.test(toolkit(system))
        ? Optional.empty()
        : Optional.of(
            "This program was built on another system, and holds no window for "
                + system
                + "."
                + ELSEWHERE);
  }

  /**
   * What to tell of libraries that are there and cannot be loaded: of another processor, of a newer
   * Java, or without what they need themselves.
   */
  public static String unusable(LinkageError error) {
    var newer = error instanceof UnsupportedClassVersionError;
    return "The window's libraries cannot be loaded: "
        + error.getMessage()
        + "."
        + (newer
            ? " They are of a newer Java than this one: start the program with the Java that built"
                + " it, or build it with this one (mvn -q package -DskipTests)."
            : " They may be of another processor, or want libraries of the system (on Debian:"
                + " apt-get install libgtk-3-0 libgl1 libpangoft2-1.0-0)."
                + ELSEWHERE);
  }

  private static String toolkit(String system) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return "com/sun/glass/ui/win/WinApplication.class";
    }
    return name.startsWith("mac")
        ? "com/sun/glass/ui/mac/MacApplication.class"
        : "com/sun/glass/ui/gtk/GtkApplication.class";
  }
}
