package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.plan.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A job as the API answers it, as much of it as a view wants. */
final class JobText {
  private JobText() {}

  /** The job in a view; labels, which any view may have, are in each. */
  static ObjectNode of(DecodeJobRecord job, JobView view) {
    var resource = job.resource();
    resource.remove("sandboxNotes");
    resource.set("stageStates", stages(resource));
    return switch (view) {
      case SUMMARY -> resource;
      case DESCRIPTION -> described(job, resource);
      case ALL -> whole(job, described(job, resource));
    };
  }

  private static ArrayNode stages(ObjectNode resource) {
    var stages = DecodeJobRecord.JSON.createArrayNode();
    if (resource.has("startTime")) {
      var stage = stages.addObject().put("executionStageName", PipelineText.STAGE);
      stage.set("executionStageState", resource.get("currentState"));
      stage.set("currentStateTime", resource.get("currentStateTime"));
    }
    return stages;
  }

  private static ObjectNode described(DecodeJobRecord job, ObjectNode resource) {
    var description = job.pipeline().toJson();
    if (!description.isEmpty()) {
      resource.set("pipelineDescription", description);
    }
    return resource;
  }

  private static ObjectNode whole(DecodeJobRecord job, ObjectNode resource) {
    try {
      var environment = job.environment();
      resource.set("environment", environment);
      var metadata = resource.putObject("jobMetadata");
      var agent = environment.path("userAgent");
      if (agent.hasNonNull("version")) {
        metadata
            .putObject("sdkVersion")
            .put("version", agent.path("version").asText())
            .put("versionDisplayName", agent.path("name").asText());
      }
      tables(metadata, environment.at("/sdkPipelineOptions/options/inputs"));
      tables(metadata, environment.at("/sdkPipelineOptions/options/outputs"));
      return resource;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tables(ObjectNode metadata, JsonNode options) {
    for (var option : options) {
      var table = TableName.parse(option.asText().split("\\|")[0]);
      metadata
          .withArrayProperty("bigqueryDetails")
          .addObject()
          .put("projectId", table.project())
          .put("dataset", table.dataset())
          .put("table", table.table());
    }
  }

  /** Its stages with their progress, as {@code getExecutionDetails} answers them. */
  static ObjectNode details(DecodeJobRecord job) {
    var answer = DecodeJobRecord.JSON.createObjectNode();
    var resource = job.resource();
    var stage = answer.putArray("stages").addObject().put("stageId", PipelineText.STAGE);
    var state = job.state();
    stage.put("state", stageState(state, resource.has("startTime")));
    if (resource.has("startTime")) {
      stage.set("startTime", resource.get("startTime"));
      stage.putObject("progress").put("currentProgress", progress(job));
    }
    if (job.ended()) {
      stage.set("endTime", resource.get("currentStateTime"));
    }
    return answer;
  }

  private static double progress(DecodeJobRecord job) {
    return job.state().equals("JOB_STATE_DONE") ? 1 : job.progress();
  }

  private static String stageState(String job, boolean started) {
    return "EXECUTION_STATE_"
        + switch (job) {
          case "JOB_STATE_DONE" -> "SUCCEEDED";
          case "JOB_STATE_FAILED" -> "FAILED";
          case "JOB_STATE_CANCELLED" -> "CANCELLED";
          default -> started ? "RUNNING" : "NOT_STARTED";
        };
  }
}
