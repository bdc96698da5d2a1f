package dev.backfill.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Estimates of plans, by sizes that are given. */
class EstimatorTest {
  private static final Map<StageKind, Effort> STAGES = stages();

  private static Map<StageKind, Effort> stages() {
    var stages = new LinkedHashMap<StageKind, Effort>();
    stages.put(StageKind.STAGE, Effort.STAGES);
    stages.put(StageKind.DECODE, Effort.DECODES);
    stages.put(StageKind.VALIDATE, Effort.COUNTS);
    stages.put(StageKind.FINALIZE, Effort.COPIES);
    return stages;
  }

  private static Plan plan(String more) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: [ 2020-04-14 ]
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
            + more);
  }

  private static PlanFigures figures(Plan plan, double rows, double bytes) {
    return new PlanFigures(
        plan,
        plan.cells().stream()
            .map(
                cell ->
                    QueriesOfCells.figures(
                        plan,
                        cell,
                        Range.exactly(rows),
                        Range.exactly(bytes),
                        Range.exactly(bytes * 4),
                        Range.exactly(bytes)))
            .toList(),
        List.of("Made up."),
        true);
  }

  private static Estimator estimator(Plan plan, double rows, double bytes) {
    return new Estimator(
        figures(plan, rows, bytes), OnGoogle.assumptions(), Prices.ofProgram(), false);
  }

  private static StageEstimate of(Estimate estimate, StageKind stage) {
    return estimate.stages().stream().filter(one -> one.stage() == stage).findFirst().orElseThrow();
  }

  @Test
  void theFoundingPlansEstimateHoldsWhatTheFoundingRunCost() throws Exception {
    var estimate = estimator(plan(""), Founding.work().records(), 4e12).of(STAGES);
    assertThat(of(estimate, StageKind.STAGE).usd())
        .isEqualTo(Range.exactly(of(estimate, StageKind.STAGE).usd().likely()));
    assertThat(of(estimate, StageKind.STAGE).usd().likely()).isBetween(22.7, 22.8);
    // The query took some 30 minutes, and so it must lie within the range.
    assertThat(of(estimate, StageKind.STAGE).seconds().low()).isLessThan(31 * 60);
    assertThat(of(estimate, StageKind.STAGE).seconds().high()).isGreaterThan(31 * 60);
    var decode = of(estimate, StageKind.DECODE);
    assertThat(decode.read()).isEqualTo(Range.exactly(4e12));
    assertThat(decode.vcpuSeconds().low()).isLessThan(decode.vcpuSeconds().high());
    assertThat(estimate.usd().low()).isLessThan(estimate.usd().likely());
    assertThat(estimate.restsOn()).anySatisfy(line -> assertThat(line).contains("list prices of"));
  }

  @Test
  void anExportReadsNothingDirectly() throws Exception {
    var direct = estimator(plan(""), 1e8, 1e12).of(STAGES);
    var exported =
        estimator(plan("dataflow: { region: us-central1, read: export }"), 1e8, 1e12).of(STAGES);
    assertThat(of(direct, StageKind.DECODE).read().likely()).isEqualTo(1e12);
    assertThat(of(exported, StageKind.DECODE).read()).isEqualTo(Range.ZERO);
    assertThat(of(exported, StageKind.DECODE).seconds().likely())
        .isGreaterThan(of(direct, StageKind.DECODE).seconds().likely());
  }

  @Test
  void flexRsIsCheaperAndMayWaitForSixHours() throws Exception {
    var soon = of(estimator(plan(""), 1e8, 1e12).of(STAGES), StageKind.DECODE);
    var flex =
        of(
            estimator(plan("dataflow: { region: us-central1, flexrs: true }"), 1e8, 1e12)
                .of(STAGES),
            StageKind.DECODE);
    assertThat(flex.usd().likely()).isLessThan(soon.usd().likely());
    assertThat(flex.seconds().high() - soon.seconds().high()).isEqualTo(6 * 3600);
  }

  @Test
  void eachQueryIsBilledForTenMegabytesATableAtLeast() throws Exception {
    var validate = of(estimator(plan(""), 10, 5_000).of(STAGES), StageKind.VALIDATE);
    // Eight queries, of which two read two tables.
    assertThat(validate.queried()).isEqualTo(Range.exactly(10 * 10 * 1024 * 1024));
  }

  @Test
  void aRewriteHasNoWorkers() throws Exception {
    var plan =
        plan(
            """
            playbook: rewrite
            rewrite: { query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'", mode: any }
            """);
    var estimate = estimator(plan, 1e6, 1e9).of(Map.of(StageKind.STAGE, Effort.STAGES));
    assertThat(estimate.workers()).isEqualTo(Range.ZERO);
    assertThat(estimate.vcpuSeconds()).isEqualTo(Range.ZERO);
    assertThat(estimate.brief()).doesNotContain("vCPU");
  }

  @Test
  void earlierRunsMakeTheNextEstimateNarrower() throws Exception {
    var plan = plan("");
    var before = of(estimator(plan, 1e8, 1e12).of(STAGES), StageKind.DECODE);
    var seen = new ArrayList<Observation>();
    for (var i = 0; i < 3; i++) {
      seen.add(
          new Observation(
              "r" + i,
              StageKind.DECODE,
              Instant.EPOCH,
              false,
              before.modelSeconds() * 1.5,
              before.modelSeconds(),
              before.modelVcpuSeconds() * 2,
              before.modelVcpuSeconds()));
    }
    var corrections = Correction.of(List.of(seen), STAGES.keySet(), false);
    assertThat(corrections.keySet()).containsExactly(StageKind.DECODE);
    var estimate = estimator(plan, 1e8, 1e12).of(STAGES, corrections);
    var after = of(estimate, StageKind.DECODE);
    assertThat(after.seconds().likely())
        .isBetween(before.modelSeconds() * 1.49, before.modelSeconds() * 1.51);
    assertThat(width(after.seconds())).isLessThan(width(before.seconds()));
    assertThat(after.vcpuSeconds().likely())
        .isBetween(before.modelVcpuSeconds() * 1.99, before.modelVcpuSeconds() * 2.01);
    assertThat(after.usd().likely()).isGreaterThan(before.usd().likely());
    // What the model says stays what the next run is compared with.
    assertThat(after.modelSeconds()).isEqualTo(before.modelSeconds());
    assertThat(estimate.restsOn()).anySatisfy(line -> assertThat(line).contains("3 earlier runs"));
  }

  private static double width(Range range) {
    return range.high() / range.low();
  }

  @Test
  void runsOfOtherTypesAndOnAnotherKindOfCloudTellNothing() {
    var one = new Observation("r1", StageKind.DECODE, Instant.EPOCH, true, 10, 20, 0, 0);
    assertThat(Correction.of(List.of(List.of(one)), STAGES.keySet(), false)).isEmpty();
    assertThat(Correction.of(List.of(List.of(one), List.of()), STAGES.keySet(), true)).isEmpty();
    assertThat(Correction.of(List.of(List.of(one)), STAGES.keySet(), true)).hasSize(1);
    var heldUp = new Observation("r1", StageKind.DECODE, Instant.EPOCH, true, 10_000, 20, 0, 0);
    assertThat(Correction.of(List.of(List.of(heldUp)), STAGES.keySet(), true)).isEmpty();
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    var estimate = estimator(plan(""), 1e8, 1e12).of(STAGES);
    var read = EstimateJson.read(EstimateJson.write(estimate));
    assertThat(EstimateJson.write(read)).isEqualTo(EstimateJson.write(estimate));
    assertThat(read.restsOn()).isEqualTo(estimate.restsOn());
  }

  @Test
  void withoutACloudTheSizesAreAssumedAndItSaysSo() throws Exception {
    var figures = AssumedFigures.of(plan(""), "No cloud was asked.");
    assertThat(figures.asked()).isFalse();
    assertThat(figures.restsOn()).contains("No cloud was asked.").hasSize(2);
    var estimate =
        new Estimator(figures, OnGoogle.assumptions(), Prices.ofProgram(), false).of(STAGES);
    assertThat(estimate.stagedBytes()).isEqualTo(new Range(2e12, 4e12, 5e12));
    assertThat(EstimateText.of(estimate)).contains("4 TB on record", "in all");
  }
}
