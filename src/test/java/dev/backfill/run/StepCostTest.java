package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.fact.Fact;
import dev.backfill.fact.Sent;
import dev.backfill.fact.Staged;
import dev.backfill.journal.Entry;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a step asked of BigQuery, from what its run noted. */
class StepCostTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final String CELL = "telemetry/main/4@2020-04-14";
  private static final String PLAN =
      """
      name: test
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;

  private final List<Entry> entries =
      new ArrayList<>(List.of(new Entry.Opened(NOW, "r1", "0.1.0", "a sandbox", PLAN)));

  @Test
  void isTheJobsOwnWhereItTellsElseTheDryRuns() {
    noted(StageKind.STAGE, CELL, new Staged(CELL, 5, 2_000_000, 90_000));
    noted(
        StageKind.VALIDATE,
        CELL,
        new Sent(
            CELL, List.of(new Sent.Statement("a", "S", 10), new Sent.Statement("b", "S", 20))));
    assertThat(words(StageKind.STAGE))
        .containsExactly("2.0 MB read", "2 min of slot time", "took 65 s");
    assertThat(words(StageKind.VALIDATE)).containsExactly("30 B read", "took 65 s");
  }

  @Test
  void isThatOfAllCellsThatWereAskedAboutTogether() {
    var others = List.of("telemetry/main/4@2020-04-13", CELL);
    noted(
        StageKind.VALIDATE, CELL, Sent.together(others, List.of(new Sent.Statement("a", "S", 10))));
    assertThat(words(StageKind.VALIDATE))
        .containsExactly("10 B read for 2 cells together", "took 65 s");
  }

  /** A count is some queries, each a job with an id and a cost of its own. */
  @Test
  void isThatOfTheQueriesJobsWhereTheyToldIt() {
    var ran = new Sent.Ran("backfill-read-1", 4_000_000, 2500, 1200);
    var told = new Sent.Statement("a", "S", 10, Optional.of(ran));
    var sent = new Sent(CELL, List.of(told, new Sent.Statement("b", "S", 1_000_000)));
    noted(StageKind.VALIDATE, CELL, sent);
    assertThat(words(StageKind.VALIDATE))
        .containsExactly("5.0 MB read", "2 s of slot time", "took 65 s");
    assertThat(Fact.read(sent.topic(), sent.json())).as("as a journal keeps it").isEqualTo(sent);
  }

  /** What was taken back an hour later did not take an hour. */
  @Test
  void aStepThatWasTakenBackTellsNoDuration() {
    var step = new Step(StageKind.FINALIZE, "shared-prod:telemetry_stable.main_v4$20200414");
    entries.add(new Entry.Started(NOW, step, 1, "job-1"));
    entries.add(new Entry.Ended(NOW.plusSeconds(3), step, 1, new StepResult.Done("done")));
    assertThat(words(StageKind.FINALIZE)).containsExactly("took 3 s");
    entries.add(new Entry.Ended(NOW.plusSeconds(3600), step, 1, new StepResult.Undone("restored")));
    assertThat(words(StageKind.FINALIZE)).isEmpty();
  }

  /** Each hour of a day is a job of its own, and so has a cost of its own. */
  @Test
  void isThatOfTheSliceThatAStepNames() {
    var second = CELL + " 12:00-24:00 for try 1";
    noted(StageKind.STAGE, CELL + " 00:00-12:00", new Staged(CELL, 5, 100, 1000, 1));
    noted(StageKind.STAGE, second, new Staged(CELL, 9, 200, 3000, 2));
    var view = RunView.of(entries);
    assertThat(view.stage(StageKind.STAGE).lines())
        .extracting(line -> StepCost.of(view, line).bytes().orElseThrow())
        .containsExactly(100L, 200L);
  }

  private List<String> words(StageKind stage) {
    var view = RunView.of(entries);
    return StepCost.of(view, view.stage(stage).lines().get(0)).words();
  }

  private void noted(StageKind stage, String subject, dev.backfill.fact.Fact fact) {
    var step = new Step(stage, subject);
    entries.add(new Entry.Started(NOW, step, 1, "job-1"));
    entries.add(new Entry.Observed(NOW, stage, fact));
    entries.add(new Entry.Ended(NOW.plusSeconds(65), step, 1, new StepResult.Done("done")));
  }
}
