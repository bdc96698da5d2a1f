package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.FakeCloud;
import dev.backfill.stage.StageKind;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a staging query reads at most, and what is asked to know it. */
class StagedBytesTest {
  // The statement names its table four times.
  private static final int TIMES = 4;

  @TempDir Path folder;
  private final Map<String, PartitionState> partitions = new TreeMap<>();
  private final List<String> dryRuns = new ArrayList<>();
  private ToLongFunction<String> reads = sql -> 100;
  private boolean denied;
  private Plan plan;
  private StagedBytes bytes;

  @BeforeEach
  void begin() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-16 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
    var journal = Journal.open(folder);
    journal.append(
        new Entry.Opened(
            Instant.EPOCH, "r1", "test", "fake", PlanFile.write(plan), Entry.FORMAT, "replay"));
    bytes =
        new StagedBytes(
            Around.steps(StageKind.STAGE, plan, cloud(), journal, Around.in(folder).made()));
    holds("20200414", 1_000);
    holds("20200415", 2_000);
  }

  @Test
  void oneDryRunOfATableTellsOfAllItsDays() {
    assertThat(of(0)).isEqualTo(TIMES * 1_000);
    assertThat(of(1)).isEqualTo(TIMES * 2_000);
    assertThat(of(0)).isEqualTo(TIMES * 1_000);
    assertThat(dryRuns).hasSize(1);
  }

  @Test
  void rowsThatAreInNoPartitionYetAreReadWithEachDay() {
    holds("__UNPARTITIONED__", 7);
    assertThat(of(1)).isEqualTo(TIMES * 2_007);
  }

  @Test
  void aDayThatIsOnNoListIsAskedAbout() {
    of(0);
    assertThat(of(2)).isEqualTo(100);
    assertThat(dryRuns).hasSize(2).last().asString().contains("2020-04-16");
  }

  /** As where a table's parts are counted otherwise than its partitions say. */
  @Test
  void whereADryRunSaysMoreEachDayIsAskedAbout() {
    reads = sql -> TIMES * 1_000 + 1;
    assertThat(of(0)).isEqualTo(TIMES * 1_000 + 1);
    assertThat(of(1)).isEqualTo(TIMES * 1_000 + 1);
    assertThat(dryRuns).anyMatch(sql -> sql.contains("2020-04-15"));
  }

  @Test
  void whereItIsTooMuchADryRunTellsExactly() {
    of(0);
    dryRuns.clear();
    assertThat(bytes.of(plan.cells().get(1), TIMES * 2_000 - 1)).isEqualTo(100);
    assertThat(dryRuns).singleElement().asString().contains("2020-04-15");
  }

  @Test
  void whereTheyMayNotBeListedEachIsAskedAbout() {
    denied = true;
    assertThat(of(0)).isEqualTo(100);
    assertThat(of(1)).isEqualTo(100);
    assertThat(dryRuns).hasSize(2);
  }

  private long of(int day) {
    Cell cell = plan.cells().get(day);
    return bytes.of(cell, Long.MAX_VALUE);
  }

  private void holds(String partition, long size) {
    partitions.put(partition, new PartitionState(1, size, Instant.EPOCH));
  }

  private Cloud cloud() {
    var fake = new FakeCloud(plan).cloud();
    return new Cloud(
        fake.description(),
        warehouse(),
        fake.staging(),
        fake.production(),
        fake.objects(),
        fake.jobs(),
        fake.permissions(),
        fake.projects());
  }

  private Warehouse warehouse() {
    return (Warehouse)
        Proxy.newProxyInstance(
            Warehouse.class.getClassLoader(),
            new Class<?>[] {Warehouse.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "partitions" -> {
                    if (denied) {
                      throw new CloudException(CloudException.Kind.DENIED, "No.", null);
                    }
                    yield partitions;
                  }
                  case "dryRun" -> {
                    dryRuns.add((String) arguments[1]);
                    yield new Warehouse.DryRun(
                        reads.applyAsLong((String) arguments[1]), "SELECT", List.of());
                  }
                  default -> throw new AssertionError(method);
                });
  }
}
