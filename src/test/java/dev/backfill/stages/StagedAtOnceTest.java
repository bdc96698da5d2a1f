package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.Progress;
import dev.backfill.cloud.StoppedException;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cells are staged side by side, and a stop or a kill in the middle loses and repeats nothing. */
@Timeout(120)
@Tag("long")
class StagedAtOnceTest {
  private static final int AT_ONCE = 32;

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @Test
  void manyCellsAreStagedAtOnce() throws Exception {
    begin(2 * AT_ONCE);
    run(folder, new Around.Silent(), StageKind.MIRROR);
    var together = new CyclicBarrier(AT_ONCE);
    cloud.begins = (sql, progress) -> await(together);
    assertThat(run(folder, new Around.Silent(), StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(staged()).doesNotHaveDuplicates().hasSize(2 * AT_ONCE);
  }

  /** With some under way and hundreds to come: those that did not begin are not begun. */
  @Test
  void aStopEndsWhatIsUnderWayAndBeginsNothingElse() throws Exception {
    begin(400);
    run(folder, new Around.Silent(), StageKind.MIRROR);
    var begun = new CountDownLatch(AT_ONCE);
    cloud.begins =
        (sql, progress) -> {
          begun.countDown();
          waitForAJobThatNeverEnds(progress);
        };
    try (var journal = Journal.open(folder)) {
      var engine = engine(journal, new Around.Silent());
      var outcome = new Outcome[1];
      var runs = new Thread(() -> outcome[0] = engine.resume(StageKind.STAGE));
      runs.start();
      begun.await();
      engine.stop();
      runs.join();
      assertThat(outcome[0]).isEqualTo(Outcome.STOPPED);
    }
    assertThat(staged()).isEmpty();
    var before = begun(folder);
    cloud.begins = (sql, progress) -> {};
    assertThat(run(folder, new Around.Silent(), StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(staged()).as("none twice").doesNotHaveDuplicates().hasSize(400);
    assertThat(before).as("of hundreds").hasSize(AT_ONCE);
  }

  private static final class Kill extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void survivesAKillAfterEveryEntryOfStaging() throws Exception {
    for (var entries = 1; ; entries += 3) {
      begin(6);
      var at = folder.resolve("killed-" + entries);
      run(at, new Around.Silent(), StageKind.MIRROR);
      if (!killed(at, entries)) {
        assertThat(entries).isGreaterThan(20);
        return;
      }
      assertThat(run(at, new Around.Silent(), StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
      assertThat(new HashSet<>(staged()))
          .as("each under its one id, killed after entry " + entries)
          .hasSize(6);
      assertThat(RunView.of(Journal.read(at)).stage(StageKind.STAGE).lines())
          .filteredOn(line -> line.step().subject().contains("@"))
          .hasSize(6)
          .allMatch(line -> line.state() == State.DONE && line.attempt() == 1);
    }
  }

  private boolean killed(Path at, int entries) {
    var left = new AtomicInteger(entries);
    var dead = new AtomicBoolean();
    RunListener deadly =
        new RunListener() {
          @Override
          public void changed(RunView view) {
            if (left.decrementAndGet() <= 0) {
              dead.set(true);
              throw new Kill();
            }
          }

          @Override
          public void said(StageKind stage, String text) {}
        };
    try {
      run(at, deadly, StageKind.STAGE);
    } catch (Kill | IllegalStateException | JournalException e) {
      assertThat(dead).isTrue();
    }
    return dead.get();
  }

  private static List<String> begun(Path at) {
    return Journal.read(at).stream()
        .filter(Entry.Started.class::isInstance)
        .map(entry -> ((Entry.Started) entry).step())
        .filter(step -> step.stage() == StageKind.STAGE && step.subject().contains("@"))
        .map(step -> step.subject())
        .toList();
  }

  private List<String> staged() {
    return cloud.done.stream().filter(act -> act.startsWith("query r1-stage")).toList();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("They are not staged at once.", e);
    }
  }

  /** As the adapter waits for a job, but that no time ends it. */
  private static void waitForAJobThatNeverEnds(Progress progress) {
    try {
      progress.pause(() -> new CountDownLatch(1).await());
    } catch (InterruptedException e) {
      throw new AssertionError("Nobody but the operator ends it.", e);
    }
    assertThat(progress.stopped()).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).as("the next call is not broken").isFalse();
    throw new StoppedException("Stopped by you.", "Resume.");
  }

  private void begin(int days) throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2019-01-01, last: %s }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """
                .formatted(LocalDate.parse("2018-12-31").plusDays(days)));
    cloud = new FakeCloud(plan);
  }

  private Outcome run(Path at, RunListener listener, StageKind until) {
    try (var journal = Journal.open(at)) {
      return engine(journal, listener).resume(until);
    }
  }

  private Engine engine(Journal journal, RunListener listener) {
    return new Engine(
        "r1", plan, cloud.cloud(), journal, Around.in(folder).telling(listener).made());
  }
}
