package dev.backfill.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of runs behind Google's names, on a sandbox that a class of them shares. */
@Tag("job")
@Timeout(900)
abstract class BehindGoogle {
  @TempDir static Path folder;
  static GoogleRun google;

  @BeforeAll
  static void start() throws Exception {
    google = new GoogleRun(folder, 10);
  }

  @AfterAll
  static void stop() throws Exception {
    google.close();
  }
}
