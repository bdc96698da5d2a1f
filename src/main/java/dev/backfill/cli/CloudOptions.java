package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where a command acts, and what its operator says may be destroyed there. */
final class CloudOptions {
  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "A sandbox, as http://127.0.0.1:8080; without it, Google.")
  private String endpoint;

  @Option(
      names = "--confirm",
      paramLabel = "PHRASE",
      description = "Names what may be destroyed, as project:dataset.table$20200414; repeatable.")
  private Set<String> confirmed = Set.of();

  CloudProfile profile() {
    return endpoint == null ? CloudProfile.production() : CloudProfile.sandbox(endpoint);
  }

  /** The phrases, as they were written. */
  Set<String> confirmed() {
    return confirmed;
  }
}
