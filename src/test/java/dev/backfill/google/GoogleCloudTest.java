package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.CountsSql;
import dev.backfill.check.TypeDays;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.Column.Trait;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.QueryRan;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableSpec;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import dev.backfill.sandbox.bigquery.BigQueryRoutes;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.http.HttpFrame;
import dev.backfill.sandbox.http.Router;
import dev.backfill.sandbox.iam.PermissionRoutes;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.Seed;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.sandbox.seed.Seeding;
import dev.backfill.sandbox.storage.Blobs;
import dev.backfill.stage.Slice;
import dev.backfill.stage.StagingSql;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapters with Google's real clients, over HTTP, against a sandbox that was filled. */
@Tag("server")
class GoogleCloudTest {
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  private static final DocumentType CORE = DocumentType.parse("telemetry/core/10");

  private static final String KEY = "projects/p/locations/us/keyRings/r/cryptoKeys/k";

  @TempDir Path folder;
  private final List<String> sent = new ArrayList<>();
  private final PermissionRoutes permissions = new PermissionRoutes();
  private BigQueryService service;
  private HttpFrame frame;
  private Plan plan;
  private Cloud cloud;

  @BeforeEach
  void start() throws Exception {
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
    service = new BigQueryService(folder.resolve("bigquery"), new NoBlobs());
    new Seed(service, plan.sourceProject(), Seeding.FAILED_DAY)
        .fill(
            new GeneratedDocuments(new Generator(1, 0.1), List.of(CORE), List.of(DAY), 200),
            SeedArchive.of(Optional.empty()));
    var router = new Router();
    router.log((method, path) -> sent.add(method + " " + path));
    BigQueryRoutes.add(router, service);
    permissions.add(router);
    frame = new HttpFrame(router, 0);
    frame.start();
    cloud = GoogleCloud.connect(CloudProfile.sandbox(frame.endpoint()), plan, job -> "none");
  }

  @AfterEach
  void stop() throws IOException {
    frame.close();
    service.close();
  }

  @Test
  void mirrorsStagesAndReplacesOnePartition() {
    mirror();
    var staged =
        cloud
            .staging()
            .queryInto(
                "run-stage-1",
                StagingSql.deduplicate(plan, plan.cells().get(0)),
                plan.staged(CORE).partition(DAY),
                0,
                Progress.SILENT);
    assertThat(staged.rows()).isEqualTo(200);
    assertThat(staged.bytesProcessed()).isPositive();

    copyLiveIntoBackfill();
    var before = cloud.warehouse().partition(plan.stable(CORE).name(), DAY.minusDays(1));
    var done = cloud.production().replace(confirmed(), "run-finalize-1", Progress.SILENT);
    var rows = cloud.warehouse().partition(plan.backfill(CORE).name(), DAY).orElseThrow().rows();
    assertThat(done.rows()).contains(rows);
    assertThat(rows).isPositive();
    assertThat(cloud.warehouse().partition(plan.stable(CORE).name(), DAY).orElseThrow().rows())
        .isEqualTo(rows);
    assertThat(cloud.warehouse().partition(plan.stable(CORE).name(), DAY.minusDays(1)))
        .isEqualTo(before)
        .isPresent();
  }

  @Test
  void refusesAPartitionThatIsNotAsConfirmed() {
    mirror();
    copyLiveIntoBackfill();
    var seen = replacement();
    var moved = cloud.warehouse().partition(plan.stable(CORE).name(), DAY).orElseThrow();
    append(plan.stable(CORE).name(), DAY, 1);
    var before = cloud.warehouse().partition(plan.stable(CORE).name(), DAY).orElseThrow();
    assertThatThrownBy(() -> cloud.production().replace(confirm(seen), "j", Progress.SILENT))
        .isInstanceOfSatisfying(
            DriftedException.class,
            e -> {
              assertThat(e.seen().rows()).isEqualTo(moved.rows());
              assertThat(e.now().rows()).isEqualTo(moved.rows() + 1);
            });
    assertThat(cloud.warehouse().partition(plan.stable(CORE).name(), DAY)).contains(before);
  }

  @Test
  void refusesATableWhoseOtherPropertiesChanged() {
    mirror();
    copyLiveIntoBackfill();
    var seen = replacement();
    append(plan.stable(CORE).name(), DAY.minusDays(1), 1);
    assertThatThrownBy(() -> cloud.production().replace(confirm(seen), "j", Progress.SILENT))
        .isInstanceOf(DriftedException.class)
        .hasMessageContaining("etag");
    assertThat(sent).noneMatch(line -> line.startsWith("POST") && line.endsWith("/j"));
  }

  @Test
  void restoresABackupAndAwaitsBegunCopies() {
    mirror();
    copyLiveIntoBackfill();
    var backup = emptyBackup();
    var to = plan.stable(CORE).partition(DAY);
    var rows = rows(to.table().name());
    assertThat(
            cloud
                .staging()
                .backUp(to, backup.partition(DAY), Optional.empty(), "b1", Progress.SILENT)
                .rows())
        .contains(rows);
    cloud.production().replace(confirmed(), "c1", Progress.SILENT);
    var from = plan.backfill(CORE).partition(DAY);
    assertThat(cloud.production().begun(from, to, "none", Progress.SILENT)).isEmpty();
    assertThat(cloud.production().begun(from, to, "c1", Progress.SILENT)).isPresent();
    assertThatThrownBy(() -> cloud.production().begun(from, to, "b1", Progress.SILENT))
        .hasMessageContaining("does something else");
    var undo =
        new RestorePartition(
            backup.partition(DAY), to, rows, look(backup.name()), look(to.table().name()));
    assertThat(cloud.production().restore(confirm(undo), "u1", Progress.SILENT).rows())
        .contains(rows);
    assertThat(rows(to.table().name())).isEqualTo(rows);
  }

  /** Backups of a customer's table are under its key; those of older consoles under Google's. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesBackATableUnderItsOwnKey(boolean backupToo) {
    mirror();
    copyLiveIntoBackfill();
    var to = plan.stable(CORE).partition(DAY);
    encrypt(to.table().name());
    encrypt(plan.backfill(CORE).name());
    var backup = new StagingTable(plan.backups("r").table("b"));
    cloud.staging().createDataset(plan.backups("r"), "US", Map.of());
    var spec = cloud.warehouse().table(to.table().name()).orElseThrow().spec();
    var key = backupToo ? Optional.of(KEY) : Optional.<String>empty();
    cloud.staging().createTable(backup, spec, Map.of(), key, Optional.empty());
    assertThat(keyOf(backup.name())).isEqualTo(key);
    var rows = rows(to.table().name());
    cloud.staging().backUp(to, backup.partition(DAY), key, "b1", Progress.SILENT);
    cloud.production().replace(confirmed(), "c1", Progress.SILENT);
    var undo =
        new RestorePartition(
            backup.partition(DAY), to, rows, look(backup.name()), look(to.table().name()));
    cloud.production().restore(confirm(undo), "u1", Progress.SILENT);
    assertThat(keyOf(to.table().name())).contains(KEY);
    assertThat(rows(to.table().name())).isEqualTo(rows);
    assertThat(named("b1")).isEqualTo(backupToo ? KEY : "");
    assertThat(named("c1")).isEqualTo(KEY);
    assertThat(named("u1")).isEqualTo(KEY);
  }

  private void encrypt(TableName table) {
    var key = JsonNodeFactory.instance.objectNode();
    key.putObject("encryptionConfiguration").put("kmsKeyName", KEY);
    service.handle(
        "PATCH",
        List.of("projects", table.project(), "datasets", table.dataset(), "tables", table.table()),
        Map.of(),
        key);
  }

  private Optional<String> keyOf(TableName table) {
    return cloud.warehouse().table(table).orElseThrow().encryption();
  }

  /** The key that a copy job named. */
  private String named(String job) {
    return service
        .handle("GET", List.of("projects", plan.targetProject(), "jobs", job), Map.of(), null)
        .at("/configuration/copy/destinationEncryptionConfiguration/kmsKeyName")
        .asText();
  }

  @Test
  void seesRowPoliciesWhichACopyDrops() {
    mirror();
    copyLiveIntoBackfill();
    var table = plan.stable(CORE).name();
    assertThat(cloud.warehouse().rowPolicies(table)).isEmpty();
    var policy = JsonNodeFactory.instance.objectNode().put("filterPredicate", "country = 'DE'");
    policy.putObject("rowAccessPolicyReference").put("policyId", "only_de");
    service.handle(
        "POST",
        List.of(
            "projects",
            table.project(),
            "datasets",
            table.dataset(),
            "tables",
            table.table(),
            "rowAccessPolicies"),
        Map.of(),
        policy);
    assertThat(cloud.warehouse().rowPolicies(table)).containsExactly("only_de");
    cloud.production().replace(confirmed(), "c1", Progress.SILENT);
    assertThat(cloud.warehouse().rowPolicies(table)).isEmpty();
  }

  @Test
  void restoresAPartitionThatWasNotThereByDeletingIt() {
    mirror();
    copyLiveIntoBackfill();
    var backup = emptyBackup();
    var to = plan.stable(CORE).partition(DAY);
    var dayBefore = cloud.warehouse().partition(to.table().name(), DAY.minusDays(1));
    cloud.production().replace(confirmed(), "c1", Progress.SILENT);
    var undo =
        new RestorePartition(
            backup.partition(DAY), to, 0, look(backup.name()), look(to.table().name()));
    append(to.table().name(), DAY, 1);
    assertThatThrownBy(() -> cloud.production().restore(confirm(undo), "u1", Progress.SILENT))
        .isInstanceOf(DriftedException.class);
    assertThat(sent).noneMatch(line -> line.startsWith("DELETE"));
    var again =
        new RestorePartition(
            backup.partition(DAY), to, 0, look(backup.name()), look(to.table().name()));
    cloud.production().restore(confirm(again), "u2", Progress.SILENT);
    assertThat(cloud.warehouse().partition(to.table().name(), DAY)).isEmpty();
    assertThat(cloud.warehouse().partition(to.table().name(), DAY.minusDays(1)))
        .isPresent()
        .isEqualTo(dayBefore);
  }

  @Test
  void carriesEverythingThatIsSetOnColumns() {
    mirror();
    var traits =
        Map.of(
            Trait.POLICY_TAGS, "projects/p/locations/us/taxonomies/1/policyTags/2",
            Trait.MAX_LENGTH, "10",
            Trait.DEFAULT_VALUE, "'x'",
            Trait.COLLATION, "und:ci");
    var spec =
        new TableSpec(
            List.of(
                new Column("s", "STRING", "NULLABLE", "words", List.of(), traits),
                new Column(
                    "n",
                    "NUMERIC",
                    "NULLABLE",
                    "",
                    List.of(),
                    Map.of(Trait.PRECISION, "10", Trait.SCALE, "2"))),
            Optional.empty(),
            List.of());
    var name = plan.backfill(CORE).name().datasetName().table("traits_v1");
    cloud.staging().createTable(new StagingTable(name), spec, Map.of());
    var found = cloud.warehouse().table(name).orElseThrow().spec();
    assertThat(found).isEqualTo(spec);
    assertThat(
            SpecDiff.of(
                spec,
                new TableSpec(
                    List.of(
                        new Column("s", "STRING", "NULLABLE", "words", List.of()),
                        spec.columns().get(1)),
                    Optional.empty(),
                    List.of())))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("s policy tags: none in place of projects/p"));
  }

  @Test
  void leavesADatasetWithATableNewSinceTheConfirmation() {
    mirror();
    var name = plan.backfill(CORE).name().datasetName();
    var table = cloud.warehouse().table(plan.backfill(CORE).name()).orElseThrow();
    var line =
        new DeleteInventory.TableLine(
            table.name(),
            table.kind(),
            table.etag(),
            table.rows(),
            table.bytes(),
            table.modified(),
            Group.RUN);
    var dataset = cloud.warehouse().dataset(name).orElseThrow();
    var seen = new DatasetLine(name, dataset.etag(), dataset.created(), Group.RUN, "");
    var inventory =
        new DeleteInventory(
            plan.targetProject(), "r1", Scope.RUN, List.of(seen), List.of(line), List.of());
    cloud.staging().createTable(new StagingTable(name.table("new_v1")), table.spec(), Map.of());

    var first = cloud.staging().delete(confirmDelete(inventory), Progress.SILENT);
    assertThat(first.gone()).isEmpty();
    assertThat(first.left()).singleElement().asString().contains("new_v1");
    assertThat(cloud.warehouse().tables(name)).contains(name.table("new_v1"));
  }

  private static Confirmed<DeleteInventory> confirmDelete(DeleteInventory what) {
    var request = new ConfirmationRequest<>(what.project(), List.of(what));
    return new ConfirmationDesk(Clock.systemUTC())
        .confirm(request, Set.of(what.phrase()))
        .orElseThrow()
        .get(0);
  }

  @Test
  void attachesToJobOfTheSameId() {
    mirror();
    var sql = StagingSql.deduplicate(plan, plan.cells().get(0));
    for (var i = 0; i < 2; i++) {
      var to = plan.staged(CORE).partition(DAY);
      var done = cloud.staging().queryInto("run-stage-1", sql, to, 0, Progress.SILENT);
      assertThat(done.rows()).isEqualTo(200);
    }
  }

  @Test
  void addsTheRowsOfASliceOnceUnderItsId() {
    mirror();
    var cell = plan.cells().get(0);
    var to = plan.staged(CORE).partition(DAY);
    var first = new Slice(1, 2);
    var second = new Slice(2, 2);
    var sql = StagingSql.deduplicate(plan, cell, first);
    var half = cloud.staging().queryInto("run-stage-1", sql, to, 0, Progress.SILENT).rows();
    assertThat(half).isBetween(1L, 199L);
    for (var i = 0; i < 2; i++) {
      var rest = StagingSql.deduplicate(plan, cell, second);
      var done = cloud.staging().queryOnto("run-stage-2", rest, to, 0, Progress.SILENT);
      assertThat(done.rows()).isEqualTo(200);
    }
    cloud.staging().queryOnto("run-stage-3", sql, to, 0, Progress.SILENT);
    assertThat(cloud.warehouse().partition(plan.staged(CORE).name(), DAY).orElseThrow().rows())
        .as("another id adds them again")
        .isEqualTo(200 + half);
  }

  @Test
  void countsWhatChecksNeed() {
    mirror();
    var cell = plan.cells().get(0);
    var pbd = side(plan.decoded(CORE).name());
    assertThat(pbd.distinct()).isEqualTo(200);
    assertThat(pbd.rows()).isGreaterThan(200);
    assertThat(side(plan.live(CORE).name()).rows()).isBetween(180L, 200L);
    var difference =
        query(
            CountsSql.countedDifference(
                plan.decoded(CORE).name(), plan.backfill(CORE).name(), TypeDays.of(cell)));
    assertThat(difference.path("n").asLong()).isEqualTo(200);
    assertThat(CountsSql.readSamples(difference)).hasSize(CountsSql.SAMPLES);
    assertThat(rows(CountsSql.errors(plan, TypeDays.of(cell)))).isEmpty();
  }

  @Test
  void refusesOtherProjectsBeforeAnyRequest() {
    mirror();
    sent.clear();
    var other = new DatasetName("moz-fx-data-shared-prod", "telemetry_stable");
    assertThatThrownBy(() -> cloud.staging().createDataset(other, "US", Map.of()))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("Nothing was sent");
    var table = new StagingTable(other.table("core_v10"));
    assertThatThrownBy(() -> cloud.staging().empty("j", table, List.of(DAY), Progress.SILENT))
        .hasMessageContaining("Nothing was sent");
    var wrong =
        new ReplacePartition(
            plan.backfill(CORE).partition(DAY),
            new ProductionTable(new TableName("another-project", "d", "t")).partition(DAY),
            0,
            look(plan.backfill(CORE).name()),
            look(plan.stable(CORE).name()));
    sent.clear();
    assertThatThrownBy(() -> cloud.production().replace(confirm(wrong), "j", Progress.SILENT))
        .hasMessageContaining("Nothing was sent");
    assertThat(sent).isEmpty();
  }

  @Test
  void saysWhatToDoAboutErrors() {
    assertThatThrownBy(
            () -> cloud.warehouse().dryRun(plan.targetProject(), "SELECT 1 FROM `a-b.c.d`"))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.kind()).isEqualTo(CloudException.Kind.NOT_FOUND))
        .hasMessageContaining("Check the name in the plan");
    assertThat(cloud.warehouse().table(new TableName("moz-fx-data-shared-prod", "x", "y")))
        .isEmpty();
    assertThat(cloud.warehouse().tables(new DatasetName("moz-fx-data-shared-prod", "x"))).isEmpty();
  }

  @Test
  void asksForPermissions() {
    permissions.deny(plan.targetProject(), "bigquery.jobs.create");
    var granted =
        cloud
            .permissions()
            .granted(plan.targetProject(), Set.of("bigquery.jobs.create", "bigquery.tables.get"));
    assertThat(granted).contains(Set.of("bigquery.tables.get"));
    var stable = plan.stable(CORE).name();
    var asked = Set.of("bigquery.tables.updateData", "bigquery.tables.getData");
    permissions.deny(plan.sourceProject(), "bigquery.tables.updateData");
    assertThat(cloud.permissions().onTable(stable, asked)).contains(asked);
    permissions.deny(stable.toString(), "bigquery.tables.updateData");
    assertThat(cloud.permissions().onTable(stable, asked))
        .contains(Set.of("bigquery.tables.getData"));
  }

  private StagingTable emptyBackup() {
    var backup = new StagingTable(plan.backups("r").table("b"));
    cloud.staging().createDataset(plan.backups("r"), "US", Map.of());
    copyStructure(backup, plan.stable(CORE));
    return backup;
  }

  private void mirror() {
    var decoded = plan.staged(CORE).name().datasetName();
    var stable = plan.backfill(CORE).name().datasetName();
    cloud.staging().createDataset(decoded, "US", Map.of());
    cloud.staging().createDataset(stable, "US", Map.of());
    copyStructure(plan.staged(CORE), plan.decoded(CORE));
    copyStructure(plan.backfill(CORE), plan.stable(CORE));
    var errors = plan.errors(CORE);
    cloud.staging().createDataset(errors.name().datasetName(), "US", Map.of());
    copyStructure(errors, plan.productionErrors(CORE));
  }

  private void copyStructure(StagingTable to, ProductionTable from) {
    var spec = cloud.warehouse().table(from.name()).orElseThrow().spec();
    cloud.staging().createTable(to, spec, Map.of());
    assertThat(cloud.warehouse().table(to.name()).orElseThrow().spec()).isEqualTo(spec);
  }

  private void copyLiveIntoBackfill() {
    cloud
        .staging()
        .queryInto(
            "run-fill",
            "SELECT * FROM "
                + plan.live(CORE).name().sql()
                + " WHERE DATE(submission_timestamp) = '2020-04-14'",
            plan.backfill(CORE).partition(DAY),
            0,
            Progress.SILENT);
  }

  private Confirmed<ReplacePartition> confirmed() {
    return confirm(replacement());
  }

  private ReplacePartition replacement() {
    var from = plan.backfill(CORE).partition(DAY);
    var to = plan.stable(CORE).partition(DAY);
    return new ReplacePartition(
        from, to, rows(from.table().name()), look(from.table().name()), look(to.table().name()));
  }

  private Fingerprint look(TableName table) {
    return Fingerprints.take(cloud.warehouse(), table, DAY);
  }

  private void append(TableName table, LocalDate day, int rows) {
    var list = new ArrayList<JsonNode>();
    for (var i = 0; i < rows; i++) {
      list.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("document_id", "new-" + i)
              .put("submission_timestamp", day + "T12:00:00Z"));
    }
    try {
      service.appendRows(table.project(), table.dataset(), table.table(), list.iterator());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long rows(TableName table) {
    return cloud.warehouse().partition(table, DAY).map(partition -> partition.rows()).orElse(0L);
  }

  private <T extends Destruction> Confirmed<T> confirm(T what) {
    var request = new ConfirmationRequest<>(plan.sourceProject(), List.of(what));
    return new ConfirmationDesk(Clock.systemUTC())
        .confirm(request, Set.of(what.phrase()))
        .orElseThrow()
        .get(0);
  }

  private Side side(TableName table) {
    return CountsSql.readSide(query(CountsSql.side(table, TypeDays.of(plan.cells().get(0)))));
  }

  /** What a read cost is told by its job, under the id that Google's own pages know it by. */
  @Test
  void tellsWhatAQuerysJobCost() {
    var told = new ArrayList<QueryRan>();
    var listening =
        new Progress() {
          @Override
          public void say(String text) {}

          @Override
          public boolean stopped() {
            return false;
          }

          @Override
          public void ran(QueryRan query) {
            told.add(query);
          }
        };
    cloud.warehouse().query(plan.targetProject(), "SELECT 1 AS n", 0, listening);
    assertThat(told)
        .singleElement()
        .satisfies(
            ran -> {
              assertThat(ran.job()).startsWith("job_");
              assertThat(ran.slotTime()).isPositive();
              assertThat(ran.took().isNegative()).isFalse();
            });
  }

  private JsonNode query(String sql) {
    return rows(sql).get(0);
  }

  private List<JsonNode> rows(String sql) {
    return cloud.warehouse().query(plan.targetProject(), sql, 0, Progress.SILENT);
  }

  /** No job of these tests reads or writes objects. */
  private static final class NoBlobs implements Blobs {
    @Override
    public String location(String bucket) {
      return "US";
    }

    @Override
    public List<String> match(String bucket, String pattern) {
      throw new UnsupportedOperationException(pattern);
    }

    @Override
    public InputStream open(String bucket, String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public OutputStream create(String bucket, String name, String contentType) {
      throw new UnsupportedOperationException(name);
    }
  }
}
