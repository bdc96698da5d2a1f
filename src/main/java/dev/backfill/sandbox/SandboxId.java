package dev.backfill.sandbox;

import dev.backfill.settings.OwnFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What tells a sandbox from any other, whatever its port: made with its folder, kept there. */
final class SandboxId {
  private static final String FILE = "id";

  private SandboxId() {}

  /** The id of the sandbox in a folder that is locked. */
  static String of(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    var kept = Files.exists(file) ? Files.readString(file).strip() : "";
    if (!kept.isEmpty()) {
      return kept;
    }
    var made = UUID.randomUUID().toString();
    Files.writeString(OwnFiles.file(file), made);
    return made;
  }

  /** Forgets it with all else that the folder holds. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }
}
