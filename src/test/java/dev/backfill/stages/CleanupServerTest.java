package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.TableSpec;
import dev.backfill.confirm.Holder;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.Around;
import dev.backfill.run.CleanupView;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MixingProxy;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.stage.StageKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cleanup through Google's clients, on a served sandbox, behind a server that mixes projects. */
@Tag("server")
class CleanupServerTest {
  private static final String SOURCE = "moz-fx-data-shared-prod";
  private static final String TARGET = "moz-fx-data-backfill-14";
  private static final DatasetName STABLE = new DatasetName(TARGET, "telemetry_stable");
  private static final Holder HOLDER =
      new Holder("r1", "ann-laptop", Optional.of(Instant.parse("2020-04-15T03:00:07Z")));

  @TempDir Path folder;
  private Sandbox sandbox;
  private MixingProxy proxy;
  private Plan plan;
  private Cloud cloud;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(folder.resolve("sandbox"), 0);
    proxy = new MixingProxy(sandbox.endpoint(), SOURCE);
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/core/10 ]
            source: { project: moz-fx-data-shared-prod }
            target: { project: moz-fx-data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = connect(sandbox.endpoint());
    cloud.staging().createDataset(STABLE, "US", HOLDER.labelsOfMade());
    var columns = FakeCloud.spec("document_id").columns();
    var spec = new TableSpec(columns, Optional.empty(), List.of());
    var labels = Map.of(Holder.RUN, "r1");
    cloud.staging().createTable(new StagingTable(STABLE.table("core_v10")), spec, labels);
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    sandbox.close();
  }

  private Cloud connect(String endpoint) {
    return GoogleCloud.connect(CloudProfile.sandbox(endpoint), plan, job -> "none");
  }

  @Test
  void aServerThatListsProductionsBucketsHasNoneOfThemDeleted() throws Exception {
    bucket("schemas", SOURCE);
    bucket("prod-data", SOURCE);
    bucket(TARGET + "-r1", TARGET);
    var outcome = clean(proxy.endpoint(), Set.of(TARGET));
    assertThat(outcome).as(text()).isEqualTo(Outcome.DONE);
    assertThat(proxy.changes).anyMatch(act -> act.contains("/datasets/telemetry_stable"));
    assertThat(proxy.changes)
        .as("only the run's own, which the list left out")
        .filteredOn(act -> act.startsWith("DELETE /storage"))
        .containsExactly("DELETE /storage/v1/b/" + TARGET + "-r1");
    assertThat(cloud.objects().buckets(SOURCE)).hasSize(2);
    assertThat(text())
        .contains(
            "gs://prod-data: it belongs to project number",
            "gs://schemas: the plan takes its schemas from it");
    assertThat(CleanupView.of(view()).phraseOfEverything()).isEmpty();
  }

  @Test
  void viewsSnapshotsAndExternalTablesAreListedAndDeleted() throws Exception {
    table(
        """
        {"tableReference": {"tableId": "a_view"}, "labels": {"backfill-run": "r1"},
         "view": {"query": "SELECT 1", "useLegacySql": false}}
        """);
    table(
        """
        {"tableReference": {"tableId": "files"}, "labels": {"backfill-run": "r1"},
         "externalDataConfiguration": {"sourceFormat": "CSV", "sourceUris": ["gs://x/y"]}}
        """);
    snapshot();
    assertThat(cloud.warehouse().contents(STABLE))
        .extracting(part -> part.name().table() + " " + part.kind().word())
        .containsExactlyInAnyOrder(
            "core_v10 table", "a_view view", "files external table", "core_v10_then snapshot");
    assertThat(clean(sandbox.endpoint(), Set.of(TARGET)))
        .as("the snapshot is nobody's by label: its dataset stays")
        .isEqualTo(Outcome.DONE);
    assertThat(cloud.warehouse().contents(STABLE))
        .extracting(part -> part.name().table())
        .containsExactly("core_v10_then");
    var all = CleanupView.of(again(Set.of())).phraseOfEverything();
    assertThat(clean(sandbox.endpoint(), Set.of(all))).isEqualTo(Outcome.DONE);
    assertThat(cloud.warehouse().datasets(TARGET)).isEmpty();
  }

  private RunView again(Set<String> typed) {
    clean(sandbox.endpoint(), typed);
    return view();
  }

  @Test
  void whatCannotBeDeletedIsLeftAndTheRestGoes() throws Exception {
    table(
        """
        {"tableReference": {"tableId": "stuck"}, "labels": {"backfill-run": "r1"},
         "view": {"query": "SELECT 1", "useLegacySql": false}}
        """);
    var other = new DatasetName(TARGET, "backup_r1");
    cloud.staging().createDataset(other, "US", HOLDER.labelsOfMade());
    proxy.refuseToDelete("/tables/stuck");
    assertThat(clean(proxy.endpoint(), Set.of(TARGET))).isEqualTo(Outcome.FAILED);
    assertThat(cloud.warehouse().contents(STABLE))
        .extracting(part -> part.name().table())
        .containsExactly("stuck");
    assertThat(cloud.warehouse().dataset(other)).isEmpty();
    assertThat(text())
        .contains("1 datasets, tables and buckets are gone", "Access Denied", "stuck, view")
        .contains("telemetry_stable is still there");
    assertThat(Holder.of(cloud.warehouse().dataset(STABLE).orElseThrow().labels()))
        .as("it is still held")
        .hasValueSatisfying(holder -> assertThat(holder.isSame(HOLDER)).isTrue());
    proxy.refuseToDelete("");
    assertThat(clean(proxy.endpoint(), Set.of(TARGET))).isEqualTo(Outcome.DONE);
    assertThat(cloud.warehouse().datasets(TARGET)).isEmpty();
  }

  @Test
  void aBucketOfManyObjectsIsEmptiedInBatches() throws Exception {
    var name = TARGET + "-r1";
    cloud.staging().createBucket(TARGET, name, "US", HOLDER.labelsOfMade());
    for (var i = 0; i < 201; i++) {
      post("/upload/storage/v1/b/" + name + "/o?uploadType=media&name=temp-" + i, "{}");
    }
    assertThat(clean(proxy.endpoint(), Set.of(TARGET))).as(text()).isEqualTo(Outcome.DONE);
    assertThat(proxy.changes)
        .filteredOn(act -> act.contains("/storage/"))
        .as("at most 100 a call")
        .filteredOn(act -> !act.equals("POST /storage/v1/b/" + name))
        .containsExactly(
            "POST /batch/storage/v1",
            "POST /batch/storage/v1",
            "POST /batch/storage/v1",
            "DELETE /storage/v1/b/" + name);
    assertThat(cloud.objects().bucket(name)).isEmpty();
  }

  private Outcome clean(String endpoint, Set<String> typed) {
    try (var journal = Journal.open(folder.resolve("runs/r1"))) {
      return new Engine(
              "r1",
              plan,
              connect(endpoint),
              journal,
              Around.in(folder).asking(request -> typed).on("ann-laptop").made())
          .run(StageKind.CLEANUP, StageKind.CLEANUP);
    }
  }

  private RunView view() {
    return RunView.of(Journal.read(folder.resolve("runs/r1")));
  }

  private String text() {
    return view().stage(StageKind.CLEANUP).text();
  }

  private void bucket(String name, String project) throws Exception {
    post("/storage/v1/b?project=" + project, "{\"name\": \"" + name + "\"}");
  }

  private void table(String json) throws Exception {
    post("/bigquery/v2/projects/" + TARGET + "/datasets/telemetry_stable/tables", json);
  }

  private void snapshot() throws Exception {
    var reference =
        "{\"projectId\": \"%s\", \"datasetId\": \"telemetry_stable\", \"tableId\": \"%s\"}";
    post(
        "/bigquery/v2/projects/" + TARGET + "/jobs",
        """
        {"jobReference": {"projectId": "%s", "jobId": "snap"},
         "configuration": {"copy": {"operationType": "SNAPSHOT",
           "sourceTables": [%s], "destinationTable": %s}}}
        """
            .formatted(
                TARGET,
                reference.formatted(TARGET, "core_v10"),
                reference.formatted(TARGET, "core_v10_then")));
    var name = STABLE.table("core_v10_then");
    for (var i = 0; i < 1200 && cloud.warehouse().table(name).isEmpty(); i++) {
      Thread.sleep(50);
    }
  }

  private void post(String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
