package dev.backfill;

import dev.backfill.cli.LeanHeap;
import dev.backfill.cli.Main;
import dev.backfill.settings.Folders;
import dev.backfill.settings.MeantWarnings;
import dev.backfill.settings.Surroundings;
import dev.backfill.settings.WindowLibraries;
import dev.backfill.ui.BackfillApp;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the program starts; not an {@code Application}, so JavaFX loads from the class path. */
public final class Launcher {
  private static final int WRONG_USAGE = 2;
  private static final int WITHOUT_WINDOW = 1;

  private Launcher() {}

  /** Opens the window, or runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    MeantWarnings.allowUnsafe();
    var unreadable = unreadable(args);
    if (unreadable.isPresent()) {
      new PrintStream(System.err, true, StandardCharsets.UTF_8).println(unreadable.get());
      System.exit(WRONG_USAGE);
    }
    // Before the first logger is made: it opens the file.
    if (System.getProperty("backfill.log") == null) {
      System.setProperty("backfill.log", Folders.ofUser().log().toString());
    }
    if (args.length > 0 && !isWindow(args)) {
      System.exit(Main.run(args));
    } else if (hasDisplay()) {
      show(args);
    } else {
      System.out.println("No display found: running a rehearsal without a window.");
      System.exit(Main.run("rehearse"));
    }
  }

  /** A display that is named need not be there, nor be this user's: JavaFX tells it by throwing. */
  private static void show(String[] args) {
    WindowLibraries.here().missing().ifPresent(Launcher::endWithoutWindow);
    MeantWarnings.allowClassPath();
    try (var heap = LeanHeap.ofWindow()) {
      BackfillApp.show(args);
    } catch (LinkageError e) {
      endWithoutWindow(WindowLibraries.unusable(e));
    } catch (UnsupportedOperationException e) {
      endWithoutWindow(
          "The display '"
              + System.getenv("DISPLAY")
              + "' cannot be opened: "
              + e.getMessage()
              + ". Set DISPLAY to one that can, or unset it: a rehearsal then runs without a"
              + " window.");
    }
  }

  private static void endWithoutWindow(String why) {
    System.err.println(why);
    System.exit(WITHOUT_WINDOW);
  }

  private static Optional<String> unreadable(String[] args) {
    var names = new ArrayList<>(List.of(args));
    for (var property : List.of("user.home", "user.dir", "java.io.tmpdir")) {
      names.add(System.getProperty(property));
    }
    names.add(System.getenv("XDG_DATA_HOME"));
    return Surroundings.unreadable(
        System.getProperty("sun.jnu.encoding"), System.getenv(), names.toArray(String[]::new));
  }

  /** The window's own arguments: the address of a sandbox to work on. */
  private static boolean isWindow(String[] args) {
    return args.length == 2 && args[0].equals(BackfillApp.ENDPOINT) && hasDisplay();
  }

  /** On Linux the window needs X11; elsewhere the desktop is always there. */
  private static boolean hasDisplay() {
    var x11 = System.getenv("DISPLAY");
    return !System.getProperty("os.name").equals("Linux") || x11 != null && !x11.isBlank();
  }
}
