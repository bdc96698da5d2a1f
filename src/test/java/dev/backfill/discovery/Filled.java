package dev.backfill.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Fields that Google's services always fill; the descriptions have no word for that. */
final class Filled {
  private static final Map<String, String> ALWAYS =
      Map.ofEntries(
          Map.entry(
              "Dataset",
              "kind id etag selfLink datasetReference location creationTime lastModifiedTime"),
          Map.entry(
              "Table",
              "kind id etag selfLink tableReference type location creationTime lastModifiedTime"),
          Map.entry("TableDataList", "kind etag totalRows"),
          Map.entry("QueryResponse", "kind jobReference jobComplete"),
          Map.entry("GetQueryResultsResponse", "kind etag jobReference jobComplete"),
          Map.entry("DatasetList", "kind"),
          Map.entry("TableList", "kind totalItems"),
          Map.entry("JobList", "kind"),
          Map.entry(
              "Bucket",
              "kind id selfLink projectNumber name timeCreated updated metageneration"
                  + " iamConfiguration location locationType storageClass etag softDeletePolicy"),
          Map.entry(
              "Object",
              "kind id name bucket generation metageneration storageClass size crc32c etag"
                  + " timeCreated updated"),
          Map.entry("Buckets", "kind"),
          Map.entry("Objects", "kind"),
          Map.entry("JobMetrics", "metricTime"),
          Map.entry("Project", "projectId"));
  // Two APIs have a Job.
  private static final Map<String, String> JOBS =
      Map.of(
          "bigquery",
          "kind etag id selfLink user_email configuration jobReference status statistics",
          "dataflow",
          "id projectId name type currentState currentStateTime createTime location");

  private Filled() {}

  /** What of an answer is missing. */
  static List<String> problems(String api, String schema, JsonNode body) {
    var always = schema.equals("Job") ? JOBS.get(api) : ALWAYS.getOrDefault(schema, "");
    return Stream.of(always.split(" "))
        .filter(name -> !name.isEmpty() && !body.hasNonNull(name))
        // A dry run is no job that anybody could ask for.
        .filter(name -> !name.equals("id") || !body.at("/configuration/dryRun").asBoolean())
        .map(name -> schema + "." + name + " is not filled")
        .toList();
  }
}
