package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.Progress;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Destruction;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.confirm.RestorePartition;
import dev.backfill.confirm.StaleConfirmation;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableName;
import dev.backfill.stages.TrapSandbox;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Production cannot be harmed: every way in is tried wrongly on a sandbox, whose log of requests is
 * the witness that nothing was changed.
 */
@Tag("server")
class ProductionIsSafeTest {
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);

  @TempDir static Path folder;
  private static TrapSandbox sandbox;
  private static Plan plan;
  private static Cloud cloud;
  private static DocumentType type;

  @BeforeAll
  static void start() throws Exception {
    sandbox = new TrapSandbox(folder);
    plan = sandbox.plan("safe", 1);
    cloud = sandbox.connect(plan);
    type = plan.documents().get(0);
  }

  @AfterAll
  static void stop() throws Exception {
    sandbox.close();
  }

  @Test
  void refusesToTakeProductionForTheBackfillProject() {
    var table = new StagingTable(plan.stable(type).name());
    var name = table.name().datasetName();
    var staging = cloud.staging();
    var spec = cloud.warehouse().table(table.name()).orElseThrow().spec();
    nothingSent(() -> staging.createDataset(name, "US", Map.of()));
    nothingSent(() -> staging.createTable(table, spec, Map.of()));
    nothingSent(() -> staging.createBucket(name.project(), "b", "US", Map.of()));
    nothingSent(() -> staging.queryInto("j", "SELECT 1", table.partition(DAY), 0, silent()));
    nothingSent(() -> staging.queryOnto("j", "SELECT 1", table.partition(DAY), 0, silent()));
    nothingSent(() -> staging.empty("j", table, List.of(DAY), silent()));
    nothingSent(
        () ->
            staging.backUp(
                plan.stable(type).partition(DAY),
                table.partition(DAY),
                Optional.empty(),
                "j",
                silent()));
    var whole = GuardsTest.inventory(name.project(), name);
    var hidden = GuardsTest.inventory(plan.targetProject(), name);
    nothingSent(() -> staging.delete(confirm(whole), silent()));
    nothingSent(() -> staging.delete(confirm(hidden), silent()));
  }

  @Test
  void refusesATargetThatIsProductionItself() throws Exception {
    var text = PlanFile.write(plan);
    for (var target : List.of(plan.sourceProject(), "shared-production")) {
      var mistaken =
          text.replace("project: \"data-backfill-14\"", "project: " + target)
              .replace("project: data-backfill-14", "project: " + target);
      if (target.equals(plan.sourceProject())) {
        assertThatThrownBy(() -> PlanFile.read(mistaken)).hasMessageContaining("source project");
      } else {
        var other = sandbox.connect(PlanFile.read(mistaken));
        nothingSent(
            () -> other.staging().createDataset(new DatasetName(target, "d"), "US", Map.of()));
      }
    }
  }

  @Test
  void cannotBeAskedWithoutAConfirmation() {
    assertThat(Arrays.stream(Confirmed.class.getDeclaredConstructors()))
        .allMatch(made -> !Modifier.isPublic(made.getModifiers()));
    var request = new ConfirmationRequest<>(plan.sourceProject(), List.of(replacement()));
    var desk = new ConfirmationDesk(Clock.systemUTC());
    var name = plan.stable(type).name().toString();
    for (var typed :
        List.of("", "yes", name, name + "$", name + "$20200415", "'" + name + "$20200414'")) {
      assertThat(desk.confirm(request, Set.of(typed))).as(typed).isEmpty();
    }
    assertThatThrownBy(() -> cloud.production().replace(null, "j", silent()))
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void refusesAConfirmationThatIsSpentOrOld() {
    var now = new AtomicReference<>(Instant.EPOCH);
    var request = new ConfirmationRequest<>(plan.sourceProject(), List.of(replacement()));
    var old =
        new ConfirmationDesk(new Moved(now))
            .confirm(request, Set.of(request.phrase()))
            .orElseThrow()
            .get(0);
    now.set(Instant.EPOCH.plus(Duration.ofMinutes(11)));
    stale(() -> cloud.production().replace(old, "j", silent()));
    var spent = confirm(replacement());
    spent.spend();
    stale(() -> cloud.production().replace(spent, "j", silent()));
  }

  @Test
  void refusesADriftedTableAndOtherTablesAndDays() throws Exception {
    var seen = replacement();
    var wrongDay =
        new ReplacePartition(
            seen.from(),
            plan.stable(type).partition(DAY.plusDays(1)),
            seen.rowsThen(),
            seen.staging(),
            seen.production());
    nothingSent(() -> cloud.production().replace(confirm(wrongDay), "j", silent()));
    var other = new ProductionTable(new TableName("other-prod", "d", "t")).partition(DAY);
    var undo = new RestorePartition(seen.from(), other, 1, seen.staging(), seen.production());
    nothingSent(() -> cloud.production().restore(confirm(undo), "j", silent()));
    sandbox.add(plan.stable(type).name(), DAY, 90, 1);
    var rows = rows();
    assertThatThrownBy(() -> cloud.production().replace(confirm(seen), "drift", silent()))
        .isInstanceOf(DriftedException.class);
    assertThat(rows()).isEqualTo(rows);
    assertThat(sandbox.copyJobs()).isZero();
  }

  @Test
  void cannotNameATableWithoutItsPartitionOrWithAShellsQuotes() {
    for (var name :
        List.of(
            "shared-prod:safe_stable.trap_v1$20200414",
            "shared-prod:safe_stable.trap_v1$",
            "shared-prod:safe_stable.trap'v1",
            "shared-prod:safe_stable.`trap_v1`",
            "shared-prod:safe_stable.trap_v1; rm -r x",
            "shared-prod:safe_stable.$(x)")) {
      assertThatThrownBy(() -> TableName.parse(name)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Arrays.stream(ReplacePartition.class.getRecordComponents()))
        .anyMatch(part -> part.getType().getSimpleName().equals("ProductionPartition"));
  }

  private static ReplacePartition replacement() {
    var from = plan.backfill(type).partition(DAY);
    var to = plan.stable(type).partition(DAY);
    var warehouse = cloud.warehouse();
    return new ReplacePartition(
        from,
        to,
        9,
        Fingerprints.take(warehouse, from.table().name(), DAY),
        Fingerprints.take(warehouse, to.table().name(), DAY));
  }

  private static long rows() {
    return cloud.warehouse().partition(plan.stable(type).name(), DAY).orElseThrow().rows();
  }

  private static void nothingSent(ThrowingCallable call) {
    sandbox.requests().clear();
    assertThatThrownBy(call)
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("Nothing was sent");
    assertThat(sandbox.requests()).isEmpty();
  }

  private static void stale(ThrowingCallable call) {
    sandbox.requests().clear();
    assertThatThrownBy(call).isInstanceOf(StaleConfirmation.class);
    assertThat(sandbox.requests()).isEmpty();
  }

  private static <T extends Destruction> Confirmed<T> confirm(T what) {
    var request = new ConfirmationRequest<>(plan.sourceProject(), List.of(what));
    return new ConfirmationDesk(Clock.systemUTC())
        .confirm(request, Set.of(request.phrase()))
        .orElseThrow()
        .get(0);
  }

  private static Progress silent() {
    return Progress.SILENT;
  }

  private static final class Moved extends Clock {
    private final AtomicReference<Instant> now;

    Moved(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      return now.get();
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
