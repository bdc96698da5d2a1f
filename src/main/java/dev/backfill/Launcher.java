package dev.backfill;

import dev.backfill.cli.Main;
import dev.backfill.settings.Folders;
import dev.backfill.ui.BackfillApp;

/** Where the program starts; not an {@code Application}, so JavaFX loads from the class path. */
public final class Launcher {
  private Launcher() {}

  /** Opens the window, or runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Before the first logger is made: it opens the file.
    if (System.getProperty("backfill.log") == null) {
      System.setProperty("backfill.log", Folders.ofUser().log().toString());
    }
    if (args.length > 0 && !isWindow(args)) {
      System.exit(Main.run(args));
    } else if (hasDisplay()) {
      BackfillApp.show(args);
    } else {
      System.out.println("There is no display for the window; here is a rehearsal without one.");
      System.exit(Main.run("rehearse"));
    }
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
