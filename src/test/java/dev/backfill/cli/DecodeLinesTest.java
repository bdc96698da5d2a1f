package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.SteppedClock;
import dev.backfill.fact.Fact;
import dev.backfill.fact.JobFact;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How far a job is, without a window: figures as the job counts them, and not too often. */
class DecodeLinesTest {
  private static final String PLAN =
      """
      name: main-dedupe
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;

  private final List<Entry> entries = new ArrayList<>();
  private final SteppedClock clock = new SteppedClock();
  private final DecodeLines lines = new DecodeLines(clock);

  private RunView view() {
    return RunView.of(entries);
  }

  private void note(Fact fact) {
    entries.add(new Entry.Observed(clock.instant(), StageKind.DECODE, fact));
  }

  @Test
  void tellsWorkersAndRowsWithEachStateAndOnceAMinute() {
    entries.add(new Entry.Opened(clock.instant(), "r1", "1", "a sandbox", PLAN));
    entries.add(
        new Entry.Started(clock.instant(), new Step(StageKind.DECODE, RunView.WHOLE), 1, null));
    assertThat(lines.changed(view())).as("no job yet").isEmpty();
    note(new JobFact.JobStood("j1", "RUNNING", clock.instant(), false));
    note(new JobFact.Workers(clock.instant(), 12, 12, "raised"));
    var counters =
        Map.of(
            "backfill/rows/telemetry/main/4", 30_000L,
            "backfill/rows/telemetry/core/10", 4_567L,
            "backfill/errors/telemetry/main/4", 2L);
    note(new JobFact.Counters(new TreeMap<>(counters)));
    assertThat(lines.changed(view()))
        .contains("decode: RUNNING, 12 workers, 34,567 rows, 2 that cannot be decoded");
    clock.pass(Duration.ofSeconds(59));
    assertThat(lines.said(StageKind.DECODE)).isEmpty();
    clock.pass(Duration.ofSeconds(1));
    assertThat(lines.said(StageKind.VALIDATE)).isEmpty();
    assertThat(lines.said(StageKind.DECODE)).isPresent();
    note(new JobFact.JobStood("j1", "DONE", clock.instant(), false));
    assertThat(lines.changed(view()).orElseThrow()).startsWith("decode: DONE, 12 workers");
  }
}
