package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * Labels of a resource by Google's rules: at most 64; keys begin with a lower-case letter; keys and
 * values have at most 63 characters, which are lower-case letters, digits, dashes and underscores.
 */
public final class Labels {
  private static final int MOST = 64;
  private static final Pattern KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

  private Labels() {}

  /**
   * Refuses labels that Google would not take.
   *
   * @param resource what has them, or has none
   */
  public static void check(JsonNode resource) {
    var labels = resource.path("labels");
    if (labels.size() > MOST) {
      throw ApiException.invalid("A resource may have at most " + MOST + " labels.");
    }
    for (var label : labels.properties()) {
      if (!KEY.matcher(label.getKey()).matches()
          || !VALUE.matcher(label.getValue().asText()).matches()) {
        throw ApiException.invalid(
            "Label \"" + label.getKey() + ":" + label.getValue().asText() + "\" is not allowed.");
      }
    }
  }

  /** Puts a patch's labels into a resource: null removes one, and others stay. */
  public static void merge(ObjectNode resource, JsonNode patch) {
    if (patch.path("labels").isNull()) {
      resource.remove("labels");
    }
    var labels = patch.path("labels").isObject() ? resource.withObjectProperty("labels") : null;
    for (var label : patch.path("labels").properties()) {
      if (label.getValue().isNull()) {
        labels.remove(label.getKey());
      } else {
        labels.set(label.getKey(), label.getValue());
      }
    }
    check(resource);
  }
}
