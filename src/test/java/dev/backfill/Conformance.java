package dev.backfill;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Where the conformance data lies; tests that need it are skipped without it. */
public final class Conformance {
  private Conformance() {}

  /** A file of the conformance folder. */
  public static Path file(String name) {
    var folder = Path.of(System.getProperty("conformance.dir", "../shared/conformance"));
    var file = folder.resolve(name);
    Assumptions.assumeTrue(
        Files.exists(file), () -> "no conformance data at " + file.toAbsolutePath());
    return file;
  }
}
