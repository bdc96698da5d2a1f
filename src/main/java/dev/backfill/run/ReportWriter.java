package dev.backfill.run;

import java.io.IOException;
import java.nio.file.Path;

/** Writes a run's report; the last stage calls it. */
public interface ReportWriter {
  /** Writes the report and returns where it lies. */
  Path write(RunView view) throws IOException;
}
