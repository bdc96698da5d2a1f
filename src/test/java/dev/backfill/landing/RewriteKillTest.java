package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rewrite whose console dies at an entry of stage or finalize goes on, and does nothing twice.
 */
class RewriteKillTest {
  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan =
        PlanFile.read(
            """
            playbook: rewrite
            name: kill
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            rewrite: { mode: drop, query_sql: "${source} ${day}", affected_sql: bad }
            """);
  }

  @Test
  void survivesAKillBeforeAndAfterEachEntryThatChangesSomething() {
    cloud = new FakeCloud(plan).keepingTime();
    var whole = folder.resolve("whole");
    assertThat(in(whole, () -> false, engine -> engine.run(null, StageKind.VERIFY)))
        .isEqualTo(Outcome.DONE);
    var entries = Journal.read(whole);
    var points = 0;
    for (var stage : List.of(StageKind.STAGE, StageKind.FINALIZE)) {
      for (var n = first(entries, stage); n <= last(entries, stage); n++) {
        // Each point takes two runs, and each entry of them is forced to the disk.
        survives(stage, n, n % 2 == 0);
        points++;
      }
    }
    assertThat(points).isGreaterThan(20);
  }

  private void survives(StageKind stage, int n, boolean before) {
    var where = folder.resolve(stage + (before ? "-before-" : "-after-") + n);
    cloud = new FakeCloud(plan).keepingTime();
    kill(where, before, n);
    assertThat(in(where, () -> false, engine -> engine.run(null, StageKind.REPORT)))
        .as(where.toString())
        .isEqualTo(Outcome.DONE);
    assertThat(cloud.done)
        .as(where.toString())
        .filteredOn(act -> act.startsWith("copy "))
        .doesNotHaveDuplicates()
        .hasSize(2);
    for (var cell : plan.cells()) {
      var stable = plan.stable(cell.type()).name();
      assertThat(cloud.partition(stable, cell.day()).orElseThrow().rows())
          .as(where + " " + cell)
          .isEqualTo(FakeCloud.DOCUMENTS - 1);
    }
  }

  /** The number of a stage's first entry, from 1. */
  private static int first(List<Entry> entries, StageKind stage) {
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Started one && one.step().stage().equals(stage)) {
        return i + 1;
      }
    }
    throw new AssertionError(stage);
  }

  private static int last(List<Entry> entries, StageKind stage) {
    for (var i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i) instanceof Entry.Ended one && one.step().stage().equals(stage)) {
        return i + 1;
      }
    }
    throw new AssertionError(stage);
  }

  /** Runs with a console that dies before an entry is written, or before the next call after it. */
  private void kill(Path where, boolean before, int number) {
    var journal = new Journal[1];
    var last = before ? number - 1 : number;
    BooleanSupplier dead = () -> journal[0] != null && journal[0].entries().size() >= last;
    cloud.before =
        () -> {
          if (!before && dead.getAsBoolean()) {
            throw new JournalException(JournalException.Kind.DISK, "dead", "", null);
          }
        };
    try (var opened = Journal.open(where, dead)) {
      journal[0] = opened;
      engine(opened).run(null, StageKind.VERIFY);
    } catch (JournalException e) {
      // Nothing more is written: that was its end.
    } finally {
      cloud.before = () -> {};
    }
  }

  private Outcome in(Path where, BooleanSupplier dead, Function<Engine, Outcome> work) {
    try (var journal = Journal.open(where, dead)) {
      return work.apply(engine(journal));
    }
  }

  private Engine engine(Journal journal) {
    return new Engine("r1", plan, cloud.cloud(), journal, Around.in(folder).made());
  }
}
