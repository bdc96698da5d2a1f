package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a command acts, and what its operator says may be destroyed there. */
final class CloudOptions {
  private static final int MOST_PORT = 65_536;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Address of a sandbox, for example http://127.0.0.1:8080. Default: " + "Google.")
  private String endpoint;

  @Option(
      names = "--confirm",
      paramLabel = "PHRASE",
      description =
          "Confirms what is overwritten or deleted, by name, for example "
              + "project:dataset.table$20200414; repeatable.")
  private Set<String> confirmed = Set.of();

  CloudProfile profile() {
    if (endpoint == null) {
      return CloudProfile.production();
    }
    if (!isAddress(endpoint)) {
      throw new ParameterException(
          spec.commandLine(),
          "--endpoint " + endpoint + " is not an address. Write it as http://127.0.0.1:8080.");
    }
    return CloudProfile.sandbox(endpoint);
  }

  private static boolean isAddress(String text) {
    try {
      var address = new URI(text);
      return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getPort() < MOST_PORT
          && address.getQuery() == null
          && address.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** The phrases, as they were written. */
  Set<String> confirmed() {
    return confirmed;
  }
}
