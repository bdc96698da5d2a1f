package dev.backfill;

import dev.backfill.cli.Main;
import dev.backfill.settings.Folders;

/** Where the program starts; not an {@code Application}, so JavaFX loads from the class path. */
public final class Launcher {
  private Launcher() {}

  /** Runs a command line and ends the process with its exit code. */
  public static void main(String[] args) {
    // Before the first logger is made: it opens the file.
    if (System.getProperty("backfill.log") == null) {
      System.setProperty("backfill.log", Folders.ofUser().log().toString());
    }
    System.exit(Main.run(args));
  }
}
