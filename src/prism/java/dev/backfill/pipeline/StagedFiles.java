package dev.backfill.pipeline;

import java.io.File;
import java.nio.file.Path;

/** Prints the class path that Dataflow's workers would be sent. */
final class StagedFiles {
  private StagedFiles() {}

  /** Takes the folder that archives of libraries are kept in. */
  public static void main(String[] args) {
    System.out.println(
        String.join(File.pathSeparator, new WorkerBundle(Path.of(args[0])).files()));
  }
}
