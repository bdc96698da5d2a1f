package dev.backfill.cli;

import dev.backfill.cloud.Site;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a sandbox at an address which one it is. */
final class SandboxSite {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxSite.class);

  /** The header of each of its answers. */
  private static final String ID = "X-Sandbox-Id";

  // On the same machine, mostly; who does not answer by then is waited for by the run itself.
  private static final int MILLIS = 2000;

  private SandboxSite() {}

  /** The sandbox at an address; without its id where none answers there, or an older one. */
  static Site of(String endpoint, String project) {
    var address = endpoint.replaceAll("/+$", "");
    try {
      var call = URI.create(address + "/bigquery/v2/projects/" + project + "/datasets").toURL();
      var connection = (HttpURLConnection) call.openConnection();
      connection.setConnectTimeout(MILLIS);
      connection.setReadTimeout(MILLIS);
      connection.getResponseCode();
      var id = Optional.ofNullable(connection.getHeaderField(ID)).orElse("");
      connection.disconnect();
      return Site.at(address, id);
    } catch (IOException | IllegalArgumentException e) {
      LOG.info("The sandbox at {} does not say which it is", address, e);
      return Site.at(address, "");
    }
  }
}
