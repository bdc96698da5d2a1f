package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.ProductionWriter;
import dev.backfill.cloud.StagingWriter;
import dev.backfill.cloud.Warehouse;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.CountFact;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that goes on asks about what was open, and about nothing that was done. */
@Tag("long")
class ResumeAsksTest {
  private static final int DAYS = 20;
  private static final Operator AGREES = request -> Set.of(request.phrase());

  @TempDir Path folder;
  private final Map<String, Integer> calls = new ConcurrentSkipListMap<>();
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void begin() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-05-03 }
            documents: [ telemetry/main/4, telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
    cloud = new FakeCloud(plan);
  }

  @Test
  void stagesOnlyWhatWasNotStaged() {
    var broken = failing(3);
    cloud.begins = (sql, progress) -> broken.run();
    assertThat(run(StageKind.STAGE)).isEqualTo(Outcome.UNKNOWN);
    var staged = staged();
    assertThat(staged).isBetween(1L, 2L * DAYS - 1);

    cloud.begins = (sql, progress) -> {};
    calls.clear();
    assertThat(run(StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(calls.get("queryInto")).isEqualTo((int) (2L * DAYS - staged));
    assertThat(calls.getOrDefault("dryRun", 0)).as("one a table at most").isLessThanOrEqualTo(2);
    assertThat(asked("table", "part", "partition")).isZero();
  }

  @Test
  void countsOnlyTheCellThatDidNotPass() {
    var cell = plan.cells().get(4);
    cloud.holding(plan.live(cell.type()).name(), cell.day(), 99);
    assertThat(run(StageKind.VALIDATE)).isEqualTo(Outcome.REFUSED);
    assertThat(calls.get("query")).isEqualTo(16);

    cloud.asked.clear();
    assertThat(run(StageKind.VALIDATE)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.asked)
        .hasSize(8)
        .allMatch(sql -> sql.contains("'" + cell.day() + "'"))
        .allMatch(sql -> plan.days().list().stream().filter(d -> about(sql, d)).count() == 1);
    assertThat(view().each(StageKind.VALIDATE, CountFact.Counted.class)).hasSize(2 * DAYS + 1);
  }

  private static boolean about(String sql, LocalDate day) {
    return FakeCloud.asksAbout(sql, day);
  }

  @Test
  void asksNothingOfACellThatIsLeftOut() {
    var cell = plan.cells().get(4);
    cloud.holding(plan.live(cell.type()).name(), cell.day(), 99);
    run(StageKind.VALIDATE);
    decide(new Decision.LeaveOut(cell, "its live table is wrong"));
    cloud.asked.clear();
    calls.clear();
    assertThat(run(StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    assertThat(cloud.asked).isEmpty();
    assertThat(asked("dryRun", "query", "table", "partition", "partitions")).isZero();
  }

  @Test
  void copiesAndLooksOnlyAtWhatIsOpen() {
    assertThat(run(StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    var broken = failing(10);
    cloud.afterCopy =
        what -> {
          if (what.startsWith("copy")) {
            broken.run();
          }
        };
    assertThat(run(StageKind.FINALIZE)).isNotEqualTo(Outcome.DONE);
    cloud.afterCopy = what -> {};
    var open =
        plan.cells().stream()
            .filter(cell -> view().production().footprint(cell) != Production.Footprint.COPIED)
            .count();
    assertThat(open).isBetween(1L, 2L * DAYS - 1);

    calls.clear();
    assertThat(run(StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    assertThat(calls).as("each backup stands").doesNotContainKey("backUp");
    assertThat(calls.getOrDefault("replace", 0)).isLessThanOrEqualTo((int) open);
    assertThat(asked("partition", "look")).isLessThanOrEqualTo((int) open);
    assertThat(calls.getOrDefault("partitions", 0)).as("a gate's look").isLessThanOrEqualTo(8);
  }

  @Test
  void verifiesOnlyWhatWasNotVerified() {
    run(StageKind.FINALIZE);
    cloud.refused = awayAbout("core_v10");
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.UNKNOWN);
    cloud.refused = sql -> Optional.empty();
    cloud.asked.clear();
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.asked)
        .isNotEmpty()
        .noneMatch(sql -> sql.contains("main_v4") || sql.contains("'main'"));
  }

  /**
   * A day that held nothing when it was validated, and when it was verified, is not asked about.
   */
  @Test
  void verifiesACellThatHadNothingToDoOnce() {
    var hole = plan.cells().get(4);
    cloud.without(hole);
    run(StageKind.FINALIZE);
    var others = plan.cells().stream().filter(cell -> !cell.type().equals(hole.type())).findFirst();
    cloud.refused = awayAbout(others.orElseThrow().type().table());
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.UNKNOWN);
    cloud.refused = sql -> Optional.empty();
    cloud.asked.clear();
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.asked).isNotEmpty().noneMatch(sql -> sql.contains(hole.type().table()));
    assertThat(view().each(StageKind.VERIFY, CountFact.Counted.class))
        .filteredOn(one -> one.counts().cell().equals(hole))
        .hasSize(1);
  }

  /**
   * Away about one of the tables, and not before the other is verified: what broke would end it.
   */
  private Function<String, Optional<CloudException>> awayAbout(String table) {
    return sql -> {
      if (!sql.contains(table)) {
        return Optional.empty();
      }
      for (var i = 0; i < 6_000 && verified() < DAYS; i++) {
        nap();
      }
      return Optional.of(new CloudException(CloudException.Kind.UNAVAILABLE, "Away.", null));
    };
  }

  private long verified() {
    return view().stage(StageKind.VERIFY).lines().stream()
        .filter(line -> Set.of(State.DONE, State.SKIPPED).contains(line.state()))
        .count();
  }

  private static void nap() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What was put back and copied once more is proved once more. */
  @Test
  void verifiesWhatWasCopiedOnceMore() {
    run(StageKind.VERIFY);
    try (var journal = Journal.open(folder)) {
      assertThat(engine(journal).undo()).isEqualTo(Outcome.DONE);
    }
    cloud.asked.clear();
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.asked)
        .anyMatch(sql -> sql.contains("core_v10"))
        .anyMatch(sql -> sql.contains("main_v4"));
  }

  /** Breaks off after so many. */
  private static Runnable failing(int after) {
    var left = new AtomicInteger(after);
    return () -> {
      if (left.getAndDecrement() <= 0) {
        throw new CloudException(CloudException.Kind.UNAVAILABLE, "Away.", null);
      }
    };
  }

  private int asked(String... what) {
    return List.of(what).stream().mapToInt(one -> calls.getOrDefault(one, 0)).sum();
  }

  private long staged() {
    return cloud.done.stream().filter(act -> act.startsWith("query ")).count();
  }

  private void decide(Decision what) {
    try (var journal = Journal.open(folder)) {
      engine(journal).decide(List.of(what));
    }
  }

  private Outcome run(StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(journal).resume(until);
    }
  }

  private Engine engine(Journal journal) {
    return new Engine("r1", plan, counted(), journal, Around.in(folder).asking(AGREES).made());
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  /** The cloud, with every call counted by its name. */
  private Cloud counted() {
    var one = cloud.cloud();
    return new Cloud(
        one.description(),
        counted(Warehouse.class, one.warehouse()),
        counted(StagingWriter.class, one.staging()),
        counted(ProductionWriter.class, one.production()),
        one.objects(),
        one.jobs(),
        one.permissions(),
        one.projects());
  }

  private <T> T counted(Class<T> type, T cloud) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              try {
                return method.invoke(cloud, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
