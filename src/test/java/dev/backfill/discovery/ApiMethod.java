package dev.backfill.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One method of an API, as it is reached by one path.
 *
 * @param api the whole description, for its schemas
 * @param description the method's own part of it
 * @param literal how many characters of the path are no placeholder
 */
record ApiMethod(JsonNode api, JsonNode description, Pattern path, int literal) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\+?\\w+}");

  /** One for each path: uploads and downloads have their own. */
  static List<ApiMethod> of(JsonNode api, JsonNode method) {
    var main = "/" + api.path("servicePath").asText() + method.path("flatPath").asText();
    var paths = new ArrayList<String>();
    // Storage's description has flat paths for the methods that came late, and else plain ones.
    paths.add(
        method.has("flatPath")
            ? main
            : "/" + api.path("servicePath").asText() + method.path("path").asText());
    method.at("/mediaUpload/protocols").forEach(protocol -> paths.add(pathOf(protocol)));
    if (method.path("useMediaDownloadService").asBoolean(false)) {
      paths.add("/download" + paths.get(0));
    }
    return paths.stream().map(path -> of(api, method, path)).toList();
  }

  private static String pathOf(JsonNode protocol) {
    return protocol.path("path").asText();
  }

  private static ApiMethod of(JsonNode api, JsonNode method, String path) {
    var regex = new StringBuilder();
    var literal = 0;
    var from = 0;
    var placeholder = PLACEHOLDER.matcher(path);
    while (placeholder.find()) {
      regex.append(Pattern.quote(path.substring(from, placeholder.start()))).append("([^/:]+)");
      literal += placeholder.start() - from;
      from = placeholder.end();
    }
    regex.append(Pattern.quote(path.substring(from)));
    literal += path.length() - from;
    return new ApiMethod(api, method, Pattern.compile(regex.toString()), literal);
  }

  boolean serves(String httpMethod, String rawPath) {
    var fits =
        description.path("httpMethod").asText().equals(httpMethod)
            // A resumable upload's bytes: a protocol of its own that no description names.
            || httpMethod.equals("PUT")
                && rawPath.contains("/upload/")
                && description.has("mediaUpload");
    return fits && path.matcher(rawPath).matches();
  }

  String id() {
    return description.path("id").asText();
  }

  /** The name of the answer's schema, or empty when a success has no body. */
  String response() {
    return description.at("/response/$ref").asText();
  }
}
