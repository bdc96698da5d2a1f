package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import java.io.IOException;
import java.util.List;

/**
 * Flex templates, of which the sandbox runs one: a container spec in a bucket whose image is {@link
 * #IMAGE} stands for the decode pipeline. Nothing here runs a container.
 */
public final class Templates {
  /** The image of the spec that stands for the decode pipeline. */
  static final String IMAGE = "sandbox.invalid/backfill-decode";

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

  /** The body of the job that a launch asks for, as {@code jobs.create} takes it. */
  ObjectNode job(String project, String region, JsonNode launch) throws IOException {
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
    requireStandIn(uri);
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
    if (workers.path("additionalUserLabels").isObject()) {
      job.set("labels", workers.get("additionalUserLabels"));
    }
    return job;
  }

  private void requireStandIn(String uri) throws IOException {
    JsonNode spec;
    try {
      spec = DecodeJobRecord.JSON.readTree(specs.read(uri));
    } catch (JsonProcessingException e) {
      throw ApiException.invalid("The template file " + uri + " is no JSON.");
    }
    var image = spec.path("image").asText();
    if (!image.equals(IMAGE)) {
      throw ApiException.unsupported(
          "The image '"
              + image
              + "' of "
              + uri
              + " (the only one with a stand-in is "
              + IMAGE
              + ")");
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
