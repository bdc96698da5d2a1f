package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.TableName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Launches what stands for an organisation's decoder: it reads a table of rejected documents of
 * whatever types, decodes them by an archive of schemas, and writes rows and error rows.
 */
final class DecoderStandIn {
  // What the decode pipeline reads, as far as an error table has it.
  private static final List<String> READ =
      List.of(
          "client_id",
          "document_id",
          "document_namespace",
          "document_type",
          "document_version",
          "payload",
          "submission_timestamp");

  private final JobTables tables;
  private final JsonNode given;

  /**
   * Makes a launcher.
   *
   * @param given the parameters, by name
   */
  DecoderStandIn(JobTables tables, JsonNode given) {
    this.tables = tables;
    this.given = given;
  }

  /** What it is launched with. */
  enum Parameter {
    INPUT_TYPE("inputType", true, "bigquery_table"),
    INPUT("input", true, "The table of rejected documents, project:dataset.table"),
    OUTPUT_TYPE("outputType", false, "bigquery"),
    OUTPUT(
        "output",
        true,
        "project:${document_namespace}_live.${document_type}_v${document_version}, filled in"
            + " document by document"),
    ERROR_OUTPUT_TYPE("errorOutputType", false, "bigquery"),
    ERROR_OUTPUT(
        "errorOutput",
        false,
        "project:payload_bytes_error.FAMILY; without it what cannot be decoded is dropped"),
    SCHEMAS("schemasLocation", true, "The archive of schemas, gs://bucket/object.tar.gz");

    private final String id;
    private final boolean needed;
    private final String help;

    Parameter(String id, boolean needed, String help) {
      this.id = id;
      this.needed = needed;
      this.help = help;
    }

    String id() {
      return id;
    }

    boolean isNeeded() {
      return needed;
    }

    String help() {
      return help;
    }
  }

  /** Why a launcher could not make a pipeline. */
  static final class LaunchFailed extends IOException {
    private static final long serialVersionUID = 1;

    LaunchFailed(String why) {
      super(why);
    }
  }

  /**
   * The decode pipeline's options, in place of the parameters.
   *
   * @throws LaunchFailed when there is no pipeline for them
   */
  ObjectNode options() throws IOException {
    requireType(Parameter.INPUT_TYPE, "bigquery_table");
    requireType(Parameter.OUTPUT_TYPE, "bigquery");
    requireType(Parameter.ERROR_OUTPUT_TYPE, "bigquery");
    var from = table(Parameter.INPUT, text(Parameter.INPUT));
    var output = text(Parameter.OUTPUT);
    var project = output.replaceFirst("[:.].*", "");
    var options = DecodeJobRecord.JSON.createObjectNode();
    for (var name : List.of("jobName", "project", "region", "tempLocation")) {
      options.set(name, given.path(name));
    }
    options.set("numWorkers", given.path("numWorkers"));
    options.set("maxNumWorkers", given.path("maxNumWorkers"));
    options.put("schemasLocation", text(Parameter.SCHEMAS)).put("targetProject", project);
    options.put("directRead", true);
    var inputs = options.putArray("inputs");
    var to = new LinkedHashMap<String, String>();
    for (var type : types(from).entrySet()) {
      var table = filled(output, type.getKey());
      to.put(table, output(Parameter.OUTPUT, table));
      inputs.add(input(from, type.getKey(), type.getValue(), table));
    }
    errors(project).forEach(table -> to.put(table.split("\\|")[0], table));
    var outputs = options.putArray("outputs");
    to.values().forEach(outputs::add);
    return options;
  }

  private String text(Parameter one) {
    return given.path(one.id()).asText("");
  }

  private void requireType(Parameter one, String wanted) throws LaunchFailed {
    var type = text(one);
    if (!type.isEmpty() && !type.equals(wanted)) {
      throw new LaunchFailed(one.id() + " " + type + " has no stand-in here; it is " + wanted);
    }
  }

  private String table(Parameter one, String name) throws IOException {
    try {
      if (tables.table(name).isPresent()) {
        return TableName.parse(name).toString();
      }
    } catch (IllegalArgumentException e) {
      throw new LaunchFailed(one.id() + ": '" + name + "' is no project:dataset.table");
    }
    throw new LaunchFailed(one.id() + ": Not found: Table " + name);
  }

  /** The types that lie in a table, each with its days. */
  private Map<DocumentType, TreeSet<String>> types(String table) throws IOException {
    var sql =
        """
        SELECT document_namespace, document_type, document_version,
          CAST(DATE(submission_timestamp) AS STRING) AS day
        FROM %s
        GROUP BY 1, 2, 3, 4
        """
            .formatted(TableName.parse(table).sql());
    var found = new LinkedHashMap<DocumentType, TreeSet<String>>();
    for (var row : tables.query(TableName.parse(table).project(), sql)) {
      var type =
          new DocumentType(
              row.get("document_namespace"), row.get("document_type"), row.get("document_version"));
      found.computeIfAbsent(type, added -> new TreeSet<>()).add(row.get("day"));
    }
    return found;
  }

  /** The table of a type's rows: a decoder spells names as tables spell them. */
  private static String filled(String output, DocumentType type) {
    return output
        .replace("${document_namespace}", type.liveDataset().replaceFirst("_live$", ""))
        .replace("${document_type}", type.table().replaceFirst("_v[^_]*$", ""))
        .replace("${document_version}", type.table().replaceFirst("^.*_v", ""));
  }

  private String output(Parameter one, String name) throws IOException {
    var table = table(one, name);
    var resource = tables.table(table).orElseThrow();
    var clustering = new ArrayList<String>();
    resource.at("/clustering/fields").forEach(field -> clustering.add(field.asText()));
    return String.join(
        "|",
        table,
        resource.at("/timePartitioning/type").asText(""),
        resource.at("/timePartitioning/field").asText(""),
        String.join(";", clustering));
  }

  private String input(String from, DocumentType type, TreeSet<String> days, String to)
      throws IOException {
    var there = new ArrayList<String>();
    tables
        .table(from)
        .orElseThrow()
        .at("/schema/fields")
        .forEach(field -> there.add(field.path("name").asText()));
    var stretches = days.stream().map(day -> day + "/" + day).toList();
    return String.join(
        "|",
        from,
        type.toString(),
        String.join(";", stretches),
        String.join(";", READ.stream().filter(there::contains).toList()),
        "",
        to);
  }

  /** Error rows go where the pipeline puts them, or nowhere. */
  private List<String> errors(String project) throws IOException {
    var wanted = text(Parameter.ERROR_OUTPUT);
    if (wanted.isEmpty()) {
      return List.of();
    }
    var table = table(Parameter.ERROR_OUTPUT, wanted);
    if (!table.startsWith(project + ":payload_bytes_error.")) {
      throw new LaunchFailed(
          "errorOutput: the stand-in writes to " + project + ":payload_bytes_error alone");
    }
    return List.of(output(Parameter.ERROR_OUTPUT, table));
  }
}
