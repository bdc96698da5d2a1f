package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MortalConsole;
import dev.backfill.run.Outcome;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rewrite whose console dies at an entry of stage or finalize goes on, and does nothing twice.
 */
@Tag("long")
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
    assertThat(console().run(whole, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    var entries = Journal.read(whole);
    var points = 0;
    for (var stage : List.of(StageKind.STAGE, StageKind.FINALIZE)) {
      for (var n = first(entries, stage); n <= last(entries, stage); n++) {
        survives(stage, n, true);
        survives(stage, n, false);
        points += 2;
      }
    }
    assertThat(points).isGreaterThan(40);
  }

  private void survives(StageKind stage, int n, boolean before) {
    var where = folder.resolve(stage + (before ? "-before-" : "-after-") + n);
    cloud = new FakeCloud(plan).keepingTime();
    console().dies(where, StageKind.VERIFY, before, n);
    assertThat(console().run(where, StageKind.REPORT)).as(where.toString()).isEqualTo(Outcome.DONE);
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

  private MortalConsole console() {
    return new MortalConsole(plan, cloud);
  }
}
