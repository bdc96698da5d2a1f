package dev.backfill.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where the console keeps things, by the custom of each system. */
public record Folders(Path data) {

  /** The folders of the user who runs this process. */
  public static Folders ofUser() {
    return of(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
  }

  static Folders of(String system, String home, Map<String, String> environment) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.contains("win")) {
      var local = environment.getOrDefault("LOCALAPPDATA", home + "\\AppData\\Local");
      return new Folders(Path.of(local, "Backfill Console"));
    }
    if (name.contains("mac")) {
      return new Folders(Path.of(home, "Library", "Application Support", "Backfill Console"));
    }
    var data = environment.getOrDefault("XDG_DATA_HOME", "");
    return new Folders(
        (data.isBlank() ? Path.of(home, ".local", "share") : Path.of(data))
            .resolve("backfill-console"));
  }

  /** Journals, a folder a run. */
  public Path runs() {
    return data.resolve("runs");
  }

  /** The embedded sandboxes, a folder a run. */
  public Path sandboxes() {
    return data.resolve("sandbox");
  }

  /** Prices of the user's own, and what earlier runs took. */
  public Path estimates() {
    return data.resolve("estimates");
  }

  /** What Dataflow's workers are sent of this program, ready to be sent. */
  public Path bundles() {
    return data.resolve("bundles");
  }

  public Path log() {
    return data.resolve("logs").resolve("console.log");
  }
}
