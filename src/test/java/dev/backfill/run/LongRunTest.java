package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import dev.backfill.stage.StageKind;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an entry costs does not grow with the journal: thousands of cells are as cheap each. */
class LongRunTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @Test
  void anEntryCostsTheSameHoweverManyCameBefore() throws Exception {
    var few = entries(60);
    var many = entries(240);
    perEntry(few);
    assertThat(perEntry(many)).isLessThan(1.3 * perEntry(few));
  }

  /** Bytes that folding an entry takes, and giving the view after it. */
  private static double perEntry(List<Entry> entries) throws Exception {
    var opened = RunView.opened(entries);
    var fold = new RunFold(opened, PlanFile.read(opened.plan()));
    var thread = Thread.currentThread().getId();
    var before = THREADS.getThreadAllocatedBytes(thread);
    for (var entry : entries) {
      fold.add(entry).view();
    }
    var each = (double) (THREADS.getThreadAllocatedBytes(thread) - before) / entries.size();
    System.out.println(entries.size() + " entries, bytes each: " + Math.round(each));
    return each;
  }

  private List<Entry> entries(int days) throws Exception {
    var plan = plan(days);
    var where = folder.resolve(days + " days");
    try (var journal = Journal.open(where)) {
      var engine =
          new Engine(
              "r1",
              plan,
              new FakeCloud(plan).keepingTime().cloud(),
              journal,
              new Engine.Surroundings(
                  "test",
                  Clock.systemUTC(),
                  time -> {},
                  ConfirmationRequest::phrases,
                  new EngineTest.Silent(),
                  view -> where.resolve("report.html"),
                  TargetRule.DEFAULT));
      assertThat(engine.run(null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    }
    return Journal.read(where);
  }

  private static Plan plan(int days) throws Exception {
    var first = LocalDate.of(2020, 1, 1);
    return PlanFile.read(
        """
        name: test
        reason: a test
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        documents: [ telemetry/main/4 ]
        """
            + "days: { first: "
            + first
            + ", last: "
            + first.plusDays(days - 1)
            + " }\n");
  }
}
