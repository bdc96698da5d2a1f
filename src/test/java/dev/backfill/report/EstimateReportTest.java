package dev.backfill.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.Prices;
import dev.backfill.estimate.Range;
import dev.backfill.estimate.StageEstimate;
import dev.backfill.fact.Estimated;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.Staged;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The estimate beside what was taken, in every form of a report. */
class EstimateReportTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final String PLAN =
      """
      name: test
      reason: a test
      days: [ 2020-04-14 ]
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      """;

  private static Range range(double low, double high) {
    return new Range(low, (low + high) / 2, high);
  }

  private static StageEstimate stage(StageKind kind, Range seconds, Range queried, Range vcpu) {
    return new StageEstimate(
        kind, seconds, queried, Range.ZERO, vcpu, range(20, 30), 100, vcpu.likely());
  }

  private static Estimate estimate() {
    return new Estimate(
        1,
        range(1, 3),
        range(4, 6),
        List.of(
            stage(StageKind.STAGE, range(600, 3600), range(4e12, 5e12), Range.ZERO),
            stage(StageKind.DECODE, range(1200, 7200), Range.ZERO, range(36_000, 360_000))),
        Range.ZERO,
        range(1, 9),
        List.of("Sizes are <made> up."),
        true,
        false,
        Prices.ofProgram());
  }

  private static List<Entry> step(StageKind stage, String subject, long from, long to) {
    var step = new Step(stage, subject);
    return List.of(
        new Entry.Started(NOW.plusSeconds(from), step, 1, "job"),
        new Entry.Ended(NOW.plusSeconds(to), step, 1, new StepResult.Done("done")));
  }

  private static RunView view() {
    var entries = new ArrayList<Entry>();
    entries.add(new Entry.Opened(NOW, "r1", "0.1.0", "Google Cloud", PLAN));
    entries.add(new Entry.Observed(NOW, StageKind.PREFLIGHT, new Estimated(estimate())));
    // Side by side for 100 s, then nothing for an hour, then 300 s: 1,500 s in all.
    entries.addAll(step(StageKind.STAGE, "telemetry/main/4@2020-04-14", 0, 1200));
    entries.addAll(step(StageKind.STAGE, "telemetry/main/4@2020-04-14 again", 1100, 1200));
    entries.addAll(step(StageKind.STAGE, "telemetry/main/4@2020-04-14 more", 4800, 5100));
    entries.add(
        new Entry.Observed(
            NOW,
            StageKind.STAGE,
            new Staged("telemetry/main/4@2020-04-14", 10, 1L << 42, 7_200_000)));
    entries.addAll(step(StageKind.DECODE, "job", 6000, 9600));
    // Measured twice: the newest counts.
    for (var hours : List.of(10L, 100L)) {
      entries.add(
          new Entry.Observed(
              NOW,
              StageKind.DECODE,
              new JobMeasured(
                  "j",
                  NOW,
                  new TreeMap<>(),
                  Optional.of(hours * 3_600_000),
                  Optional.of(hours * 3600 * 1024 * 3),
                  Optional.empty())));
    }
    return RunView.of(entries);
  }

  @Test
  void standsInTheMarkdown() {
    assertThat(Format.MD.write(view()))
        .contains(
            "## Estimate and actual",
            "| stage | 10 min to 1 h 00 min | 25 min | 4.0 TB to 5.0 TB | 4.4 TB | 2 h 00 min |  |"
                + "  | 20.00 to 30.00 | 25.00 |",
            "| decode | 20 min to 2 h 00 min | 1 h 00 min |  |  |  | 10 h 00 min to 100 h 00 min |"
                + " 100 h 00 min | 20.00 to 30.00 | 6.67 |",
            "| in all | 30 min to 3 h 00 min | 1 h 25 min |",
            "| 40.00 to 60.00 | 31.67 |");
  }

  @Test
  void standsInTheHtmlWithItsTextsEscaped() {
    assertThat(Format.HTML.write(view()))
        .contains("<h2>Estimate and actual</h2>", "25 min", "Sizes are &lt;made&gt; up.");
  }

  @Test
  void standsInTheJson() throws IOException {
    var json = JsonMapper.builder().build().readTree(Format.JSON.write(view()));
    assertThat(json.at("/estimate/sum/usd/0").asDouble()).isEqualTo(40);
    assertThat(json.at("/estimate/prices/as_of").asText()).isNotEmpty();
    var stage = json.at("/actual/0");
    assertThat(stage.path("stage").asText()).isEqualTo("stage");
    assertThat(stage.path("seconds").asDouble()).isEqualTo(1500);
    assertThat(stage.path("queried_bytes").asDouble()).isEqualTo(1L << 42);
    assertThat(stage.path("slot_seconds").asDouble()).isEqualTo(7200);
    assertThat(stage.path("vcpu_seconds").isNull()).isTrue();
    assertThat(json.at("/actual/1/vcpu_seconds").asDouble()).isEqualTo(360_000);
  }
}
