package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Flex templates, of which the sandbox runs two: a container spec in a bucket whose image is {@link
 * #IMAGE} stands for the decode pipeline with its own options, one with {@link #DECODER} for an
 * organisation's decoder. Nothing here runs a container.
 */
public final class Templates {
  /** The image of the spec that stands for the decode pipeline. */
  static final String IMAGE = "sandbox.invalid/backfill-decode";

  /** The image of the spec that stands for an organisation's decoder. */
  static final String DECODER = "sandbox.invalid/decoder";

  /** Under which name a filling puts the decoder's container spec into its bucket. */
  public static final String DECODER_OBJECT = "templates/sandbox-decoder.json";

  private static final List<String> LISTS = List.of("inputs", "outputs", "strict");

  private final Specs specs;

  /** Where container specs are read. */
  public interface Specs {
    /**
     * The bytes at {@code gs://bucket/object}.
     *
     * @throws ApiException with 404 when nothing is there
     */
    byte[] read(String uri) throws IOException;
  }

  Templates(Specs specs) {
    this.specs = specs;
  }

  /** The container spec of the decoder's stand-in, with the parameters that it takes. */
  public static byte[] decoderSpec() throws IOException {
    var spec = DecodeJobRecord.JSON.createObjectNode().put("image", DECODER);
    spec.putObject("sdkInfo").put("language", "JAVA");
    var metadata = spec.putObject("metadata").put("name", "Stand-in for a decoder");
    metadata.put("description", "Decodes rejected documents by the schemas of an archive.");
    var parameters = metadata.putArray("parameters");
    for (var one : DecoderStandIn.Parameter.values()) {
      parameters
          .addObject()
          .put("name", one.id())
          .put("label", one.id())
          .put("helpText", one.help())
          .put("isOptional", !one.isNeeded());
    }
    return DecodeJobRecord.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec);
  }

  /**
   * A job that is launched.
   *
   * @param body as {@code jobs.create} takes it
   * @param isDecoder whether its options are a decoder's parameters still, of which its launcher
   *     makes a pipeline's
   * @param staging where its launcher would put its log, {@code gs://…}
   */
  record Launch(ObjectNode body, boolean isDecoder, String staging) {}

  /** The job that a launch asks for. */
  Launch launch(String project, String region, JsonNode launch) throws IOException {
    var wanted = launch.path("launchParameter");
    if (wanted.path("update").asBoolean(false)) {
      throw ApiException.unsupported("Updating a job");
    }
    var uri = wanted.path("containerSpecGcsPath").asText();
    if (wanted.has("containerSpec")) {
      throw ApiException.unsupported("A container spec in the request");
    }
    if (!uri.startsWith("gs://")) {
      throw ApiException.invalid(
          "launchParameter.containerSpecGcsPath must be gs://bucket/object.");
    }
    var spec = spec(uri);
    requireParameters(spec, wanted.path("parameters"));
    var job = DecodeJobRecord.JSON.createObjectNode();
    job.put("name", wanted.path("jobName").asText());
    var environment = job.putObject("environment");
    var options = environment.putObject("sdkPipelineOptions").putObject("options");
    for (var parameter : wanted.path("parameters").properties()) {
      set(options, parameter.getKey(), parameter.getValue().asText());
    }
    var workers = wanted.path("environment");
    options.put("jobName", wanted.path("jobName").asText());
    options.put("project", project).put("region", region);
    options.put("numWorkers", workers.path("numWorkers").asInt(1));
    options.put("maxNumWorkers", workers.path("maxWorkers").asInt(1));
    if (workers.hasNonNull("tempLocation")) {
      options.set("tempLocation", workers.get("tempLocation"));
    }
    network(workers, environment);
    if (workers.path("additionalUserLabels").isObject()) {
      job.set("labels", workers.get("additionalUserLabels"));
    }
    return new Launch(
        job,
        spec.path("image").asText().equals(DECODER),
        workers.path("stagingLocation").asText(workers.path("tempLocation").asText()));
  }

  private static void network(JsonNode workers, ObjectNode environment) {
    for (var name : List.of("network", "subnetwork")) {
      if (workers.hasNonNull(name)) {
        var pools = environment.withArrayProperty("workerPools");
        var pool = pools.isEmpty() ? pools.addObject() : (ObjectNode) pools.get(0);
        pool.set(name, workers.get(name));
      }
    }
  }

  private JsonNode spec(String uri) throws IOException {
    JsonNode spec;
    try {
      spec = DecodeJobRecord.JSON.readTree(specs.read(uri));
    } catch (JsonProcessingException e) {
      throw ApiException.invalid("The template file " + uri + " is no JSON.");
    }
    var image = spec.path("image").asText();
    if (!Set.of(IMAGE, DECODER).contains(image)) {
      throw ApiException.unsupported(
          "The image '"
              + image
              + "' of "
              + uri
              + " (the only ones with a stand-in are "
              + IMAGE
              + " and "
              + DECODER
              + ")");
    }
    return spec;
  }

  /** What the spec's own metadata says of parameters; a spec without any takes what it is given. */
  private static void requireParameters(JsonNode spec, JsonNode given) {
    var problems = new ArrayList<String>();
    var known = new ArrayList<String>();
    for (var one : spec.at("/metadata/parameters")) {
      var name = one.path("name").asText();
      known.add(name);
      if (!one.path("isOptional").asBoolean(false) && given.path(name).asText().isEmpty()) {
        problems.add(name + ": Missing required parameter");
      }
    }
    given
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.isEmpty() && !known.contains(name)) {
                problems.add(name + ": Unrecognized parameter");
              }
            });
    if (!problems.isEmpty()) {
      throw ApiException.invalid(
          "The template parameters are invalid. Details: \n" + String.join("\n", problems));
    }
  }

  /** A list's values are separated by commas, or stand in a JSON array. */
  private static void set(ObjectNode options, String name, String value) throws IOException {
    if (!LISTS.contains(name)) {
      if (List.of("true", "false").contains(value)) {
        options.put(name, Boolean.parseBoolean(value));
      } else {
        options.put(name, value);
      }
    } else if (value.startsWith("[")) {
      options.set(name, DecodeJobRecord.JSON.readTree(value));
    } else {
      var list = options.putArray(name);
      List.of(value.split(",")).forEach(list::add);
    }
  }
}
