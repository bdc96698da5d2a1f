package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Progress;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.stage.StageKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decode in a sandbox whose table is not as the schema archive says, and whose staged table holds
 * days that are not decoded.
 */
@Tag("job")
class DecodeCellsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int DOCUMENTS = 20;

  @TempDir Path folder;

  @Test
  void writesTheCellsItIsForAndWhatTheTableCanHold() throws Exception {
    var plan =
        PlanFile.read(
            """
            name: cells
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            dataflow: { read: export, workers: { initial: 1, max: 1 } }
            """);
    try (var sandbox = Sandbox.start(folder.resolve("sandbox"), 0)) {
      sandbox.fill(
          plan.sourceProject(),
          new GeneratedDocuments(
              new Generator(1, 0), plan.documents(), plan.days().list(), DOCUMENTS),
          SeedArchive.of(Optional.empty()),
          "gs://schemas/a.tar.gz");
      changeStable(sandbox, plan);
      var profile = CloudProfile.sandbox(sandbox.endpoint());
      var cloud = GoogleCloud.connect(profile, plan, new PipelineSubmission(profile));
      try (var journal = Journal.open(folder)) {
        assertThat(engine(plan, cloud, journal).run(null, StageKind.STAGE)).isEqualTo(Outcome.DONE);
        decode(plan, cloud, journal);
      }
    }
  }

  private void decode(Plan plan, Cloud cloud, Journal journal) {
    var cells = plan.cells();
    var steps = Around.steps(StageKind.DECODE, plan, cloud, journal, surroundings());
    var stage = new DecodeStage();
    assertThat(stage.decode(steps, "job", List.of(cells.get(1))).succeeded()).isTrue();
    assertThat(rows(plan, cloud, cells.get(0))).isZero();
    assertThat(rows(plan, cloud, cells.get(1))).isEqualTo(DOCUMENTS);
    assertThat(ValuesOutside.of(steps.view(), cells.get(1)).outside()).contains(0L);

    var row =
        cloud
            .warehouse()
            .query(
                plan.targetProject(),
                "SELECT seq, locale, added, additional_properties AS rest FROM "
                    + plan.backfill(cells.get(1).type()).name().sql()
                    + " ORDER BY document_id LIMIT 1",
                0,
                Progress.SILENT)
            .get(0);
    // The archive knows the column device, the table does not.
    assertThat(row.path("rest").asText()).contains("\"device\":\"Maker-Model ");
    // An integer in the archive, a text in the table; and the other way round.
    assertThat(row.path("seq").isTextual()).isTrue();
    assertThat(row.path("locale").isNull()).isTrue();
    assertThat(row.path("rest").asText()).contains("\"locale\":\"en-US\"");
    assertThat(row.path("added").isNull()).isTrue();

    // Then the other day: the first one's rows stay as they are.
    assertThat(stage.decode(steps, "again 1", List.of(cells.get(0))).succeeded()).isTrue();
    assertThat(rows(plan, cloud, cells.get(0))).isEqualTo(DOCUMENTS);
    assertThat(rows(plan, cloud, cells.get(1))).isEqualTo(DOCUMENTS);
  }

  private static Engine engine(Plan plan, Cloud cloud, Journal journal) {
    return new Engine("r1", plan, cloud, journal, surroundings());
  }

  private static Engine.Surroundings surroundings() {
    return Around.in(Path.of("none"))
        .sleeping(time -> Thread.sleep(100))
        .asking(request -> Set.of())
        .made();
  }

  private static long rows(Plan plan, Cloud cloud, Cell cell) {
    return cloud
        .warehouse()
        .partition(plan.backfill(cell.type()).name(), cell.day())
        .map(partition -> partition.rows())
        .orElse(0L);
  }

  /** Makes the stable table anew without a column, with another, and two of other types. */
  private static void changeStable(Sandbox sandbox, Plan plan) throws Exception {
    var name = plan.stable(plan.documents().get(0)).name();
    var tables =
        sandbox.endpoint()
            + "/bigquery/v2/projects/"
            + name.project()
            + "/datasets/"
            + name.dataset()
            + "/tables";
    var table = (ObjectNode) send("GET", tables + "/" + name.table(), null);
    var fields = (ArrayNode) table.at("/schema/fields");
    for (var i = fields.size() - 1; i >= 0; i--) {
      var field = (ObjectNode) fields.get(i);
      switch (field.path("name").asText()) {
        case "device" -> fields.remove(i);
        case "seq" -> field.put("type", "STRING");
        case "locale" -> field.put("type", "INTEGER");
        default -> {}
      }
    }
    fields.addObject().put("name", "added").put("type", "STRING");
    send("DELETE", tables + "/" + name.table(), null);
    var made = JSON.createObjectNode();
    for (var part : List.of("tableReference", "schema", "timePartitioning", "clustering")) {
      made.set(part, table.get(part));
    }
    send("POST", tables, made);
  }

  private static JsonNode send(String method, String uri, JsonNode body) throws Exception {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return answer.body().isBlank() ? null : JSON.readTree(answer.body());
  }
}
