package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a command acts, and what its operator says may be destroyed there. */
final class CloudOptions {
  @Mixin private EndpointOption endpoint;

  @Option(
      names = "--confirm",
      paramLabel = "PHRASE",
      description =
          "Confirms what is overwritten or deleted, by name, for example "
              + "project:dataset.table$20200414; repeatable.")
  private Set<String> confirmed = Set.of();

  CloudProfile profile() {
    return endpoint.profile();
  }

  /** The phrases, as they were written. */
  Set<String> confirmed() {
    return confirmed;
  }
}
