package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a command acts. */
final class EndpointOption {
  private static final int MOST_PORT = 65_536;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Address of a sandbox, for example http://127.0.0.1:8080. Default: " + "Google.")
  private String endpoint;

  /** Whether one was named. */
  boolean isGiven() {
    return endpoint != null;
  }

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
}
