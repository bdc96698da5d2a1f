package dev.backfill.stages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.cloud.Cloud;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TableName;
import dev.backfill.sandbox.bigquery.BigQueryRoutes;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import dev.backfill.sandbox.storage.StorageService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * BigQuery's stand-in with small tables of our own: a day has 10 documents in 12 payloads, 9 rows
 * and 1 error row in the backfill, 8 documents in live and 5 in stable, and passes every check.
 */
public final class TrapSandbox implements AutoCloseable {
  public static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  private static final String TEXTS =
      "document_id normalized_channel document_namespace document_type document_version"
          + " error_type error_message";

  private final List<String> requests = new ArrayList<>();
  private final BigQueryService service;
  private final HttpFrame frame;

  public TrapSandbox(Path folder) throws IOException {
    var storage = new StorageService(folder.resolve("storage"));
    service = new BigQueryService(folder.resolve("bigquery"), storage);
    var router = new Router();
    router.log((method, path) -> requests.add(method + " " + path));
    BigQueryRoutes.add(router, service);
    storage.routes(router);
    frame = new HttpFrame(router, 0);
    frame.start();
  }

  /** A plan for one document type of a namespace of its own, with tables that pass. */
  public Plan plan(String namespace, int days) throws Exception {
    var plan =
        PlanFile.read(
            """
            name: trap
            reason: a test
            days: { first: %s, last: %s }
            documents: [ %s/trap/1 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """
                .formatted(DAY, DAY.plusDays(days - 1), namespace));
    var type = type(plan);
    for (var table : tables(plan)) {
      create(table);
    }
    for (var day : plan.days().list()) {
      add(plan.decoded(type).name(), day, 0, 10);
      add(plan.decoded(type).name(), day, 0, 2);
      add(plan.staged(type).name(), day, 0, 10);
      add(plan.backfill(type).name(), day, 0, 9);
      addError(plan, day, 9);
      add(plan.live(type).name(), day, 0, 8);
      add(plan.stable(type).name(), day, 0, 5);
    }
    return plan;
  }

  /** What was sent, method and path, oldest first. */
  public List<String> requests() {
    return requests;
  }

  /** How many copy jobs there are. */
  public long copyJobs() {
    var found =
        service.handle(
            "GET",
            List.of("projects", "data-backfill-14", "jobs"),
            Map.of("projection", "full"),
            null);
    var copies = 0;
    for (var job : found.path("jobs")) {
      copies += job.at("/configuration/copy").isObject() ? 1 : 0;
    }
    return copies;
  }

  static DocumentType type(Plan plan) {
    return plan.documents().get(0);
  }

  private static List<TableName> tables(Plan plan) {
    var type = type(plan);
    return List.of(
        plan.decoded(type).name(),
        plan.staged(type).name(),
        plan.backfill(type).name(),
        plan.errors(type).name(),
        plan.live(type).name(),
        plan.stable(type).name());
  }

  public Cloud connect(Plan plan) {
    return GoogleCloud.connect(CloudProfile.sandbox(frame.endpoint()), plan, job -> "none");
  }

  /** Adds documents with the ids of these numbers. */
  public void add(TableName table, LocalDate day, int first, int number) throws IOException {
    append(table, IntStream.range(first, first + number).mapToObj(i -> row(day, "id-" + i)));
  }

  /** Adds a document without an id. */
  void addNull(TableName table, LocalDate day) throws IOException {
    append(table, java.util.stream.Stream.of(row(day, null)));
  }

  void addError(Plan plan, LocalDate day, int number) throws IOException {
    var type = type(plan);
    var row =
        row(day, null)
            .put("document_namespace", type.namespace())
            .put("document_type", type.type())
            .put("document_version", type.version())
            .put("error_type", "Json")
            .put("error_message", "document_id id-" + number + ": not JSON");
    append(plan.errors(type).name(), java.util.stream.Stream.of(row));
  }

  /** Adds rejected documents of a plan's type to a table of error rows. */
  void addRejected(Plan plan, TableName table, LocalDate day, int number, String message)
      throws IOException {
    var type = type(plan);
    append(
        table,
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    row(day, null)
                        .put("document_namespace", type.namespace())
                        .put("document_type", type.type())
                        .put("document_version", type.version())
                        .put("error_type", "ParsePayload")
                        .put("error_message", message)));
  }

  private void append(TableName table, java.util.stream.Stream<ObjectNode> rows)
      throws IOException {
    service.appendRows(table.project(), table.dataset(), table.table(), rows.iterator());
  }

  private static ObjectNode row(LocalDate day, String id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("document_id", id)
        .put("submission_timestamp", day + "T12:00:00Z")
        .put("normalized_channel", "release");
  }

  public void create(TableName table) {
    create(table, List.of(TEXTS.split(" ")));
  }

  /** Makes a table with the same columns as the others, the last first. */
  public void createInAnotherOrder(TableName table) {
    var names = new ArrayList<>(List.of(TEXTS.split(" ")));
    java.util.Collections.reverse(names);
    create(table, names);
  }

  private void create(TableName table, List<String> texts) {
    var datasets = List.of("projects", table.project(), "datasets");
    var dataset = JsonNodeFactory.instance.objectNode();
    dataset.putObject("datasetReference").put("datasetId", table.dataset());
    attempt(datasets, dataset);
    var body = JsonNodeFactory.instance.objectNode();
    body.putObject("tableReference").put("tableId", table.table());
    body.putObject("timePartitioning").put("type", "DAY").put("field", "submission_timestamp");
    var fields = body.putObject("schema").putArray("fields");
    fields.addObject().put("name", "submission_timestamp").put("type", "TIMESTAMP");
    for (var name : texts) {
      fields.addObject().put("name", name).put("type", "STRING");
    }
    attempt(path(table).subList(0, 5), body);
  }

  public void drop(TableName table) {
    service.handle("DELETE", path(table), Map.of(), null);
  }

  /** Deletes one day's rows. */
  void empty(TableName table, LocalDate day) {
    var decorated = table.table() + "$" + day.toString().replace("-", "");
    var path = new ArrayList<>(path(table).subList(0, 5));
    path.add(decorated);
    service.handle("DELETE", path, Map.of(), null);
  }

  private static List<String> path(TableName table) {
    return List.of(
        "projects", table.project(), "datasets", table.dataset(), "tables", table.table());
  }

  // Several plans share a dataset and the table of error rows.
  private void attempt(List<String> path, JsonNode body) {
    try {
      service.handle("POST", path, Map.of(), body);
    } catch (RuntimeException e) {
      if (!e.getMessage().startsWith("Already Exists")) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    frame.close();
    service.close();
  }
}
