package dev.backfill.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a local worker takes of the options in a submitted job. They come over a port that any
 * program on the machine can reach, and Beam's own can name classes, files and endpoints: so only
 * the decode pipeline's are taken, and a few of Beam's that say where the job belongs.
 */
final class SubmittedOptions {
  private static final Set<String> OF_BEAM =
      Set.of("jobName", "project", "region", "tempLocation", "numWorkers", "maxNumWorkers");

  private SubmittedOptions() {}

  /**
   * The options that are on the list, in the same form.
   *
   * @throws IllegalArgumentException when a location is not in a bucket
   */
  static ObjectNode listed(JsonNode submitted) {
    var taken = JsonNodeFactory.instance.objectNode();
    var options = taken.putObject("options");
    var names = names();
    for (var option : submitted.path("options").properties()) {
      if (names.contains(option.getKey())) {
        options.set(option.getKey(), option.getValue());
      }
    }
    requireBucket(options, "tempLocation");
    requireBucket(options, "schemasLocation");
    return taken;
  }

  /** Every option that the decode pipeline itself declares, and the listed ones. */
  private static Set<String> names() {
    var names = new TreeSet<>(OF_BEAM);
    Arrays.stream(BackfillOptions.class.getDeclaredMethods())
        .map(Method::getName)
        .filter(name -> name.startsWith("get"))
        .map(name -> name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4))
        .forEach(names::add);
    return names;
  }

  private static void requireBucket(JsonNode options, String name) {
    var value = options.path(name).asText("");
    if (!value.isEmpty() && !value.startsWith("gs://")) {
      throw new IllegalArgumentException(
          "The option " + name + " must be in a bucket (gs://…), not " + value);
    }
  }
}
