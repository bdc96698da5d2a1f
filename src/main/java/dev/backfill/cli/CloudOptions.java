package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import dev.backfill.text.Shell;
import java.util.Set;
import java.util.stream.Collectors;
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

  /** The phrases, as they were written, but for the quotes that {@code cmd.exe} leaves on. */
  Set<String> confirmed() {
    return confirmed.stream().map(Shell::unquoted).collect(Collectors.toUnmodifiableSet());
  }
}
