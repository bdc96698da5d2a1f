package dev.backfill.sandbox.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * Keeps web pages out. Any page in a browser on this machine can reach a loopback port: by its
 * address, or by a name of the page's own that was pointed here. Programs send neither an Origin
 * nor the fetch metadata that browsers add.
 */
final class Guard {
  // The port is the browser's business: what counts is the name that it looked up.
  private static final Pattern LOOPBACK =
      Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  private Guard() {}

  /** Throws the refusal. */
  static void check(Request request) {
    var headers = request.getHeaders();
    var host = headers.get("Host");
    if (host == null || !LOOPBACK.matcher(host.strip()).matches()) {
      throw refused("it was sent to the name " + host + ", which is not this machine's own");
    }
    if (headers.contains("Origin")) {
      throw refused("it comes from a web page (Origin: " + headers.get("Origin") + ")");
    }
    var site = headers.get("Sec-Fetch-Site");
    if (site != null && !site.equals("none")) {
      throw refused("it comes from a web page (Sec-Fetch-Site: " + site + ")");
    }
    if (WRITES.contains(request.getMethod())) {
      body(request);
    }
  }

  private static ApiException refused(String why) {
    return new ApiException(
        403,
        "forbidden",
        "The sandbox refuses this request: "
            + why
            + ". It serves programs on this machine, at 127.0.0.1 or localhost.");
  }

  /**
   * A write of anything but an object's bytes is JSON, or a batch. Without a body the type says
   * nothing: Google's Java clients send a form's there.
   */
  private static void body(Request request) {
    var path = request.getHttpURI().getPath();
    if (!hasBody(request) || path.startsWith("/upload/")) {
      return;
    }
    var given = request.getHeaders().get("Content-Type");
    var type = given == null ? "" : given.split(";")[0].strip().toLowerCase(Locale.ROOT);
    var wanted = path.contains("/batch/") ? "multipart/mixed" : "application/json";
    if (!type.equals(wanted)) {
      throw new ApiException(
          415,
          "invalid",
          "A request that writes has the Content-Type " + wanted + ", not '" + given + "'.");
    }
  }

  private static boolean hasBody(Request request) {
    return request.getLength() > 0
        || (request.getLength() < 0 && request.getHeaders().contains("Transfer-Encoding"));
  }
}
