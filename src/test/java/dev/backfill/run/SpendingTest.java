package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.estimate.Observation;
import dev.backfill.estimate.Prices;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import dev.backfill.survey.Rates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run took beside what was estimated, and what of it is kept for the next. */
class SpendingTest {
  @TempDir Path folder;
  private final Map<DocumentType, List<Observation>> kept = new HashMap<>();
  private final Rates rates =
      new Rates() {
        @Override
        public Prices prices() {
          return Prices.ofProgram();
        }

        @Override
        public List<Observation> of(DocumentType type) {
          return kept.getOrDefault(type, List.of());
        }

        @Override
        public void keep(List<DocumentType> types, List<Observation> seen) {
          types.forEach(t -> kept.computeIfAbsent(t, one -> new ArrayList<>()).addAll(seen));
        }
      };

  private static Plan plan() throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: [ 2020-04-14 ]
        documents: [ telemetry/main/4, telemetry/core/10 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """);
  }

  private Outcome run(String id, StageKind until) throws Exception {
    var plan = plan();
    var cloud = new FakeCloud(plan).keepingTime();
    cloud.dayBytes = 1_000_000_000L;
    var to = folder.resolve(id);
    var surroundings = Around.in(folder).made().by(rates);
    try (var journal = Journal.open(to)) {
      return new Engine(id, plan, cloud.cloud(), journal, surroundings).run(null, until);
    }
  }

  private RunView view(String id) {
    return RunView.of(Journal.read(folder.resolve(id)));
  }

  @Test
  void tellsOfTheStagesThatWereBegunByTheEstimatesPrices() throws Exception {
    assertThat(run("r1", StageKind.STAGE)).isEqualTo(Outcome.DONE);
    var spending = Spending.of(view("r1"), Instant.now()).orElseThrow();
    assertThat(spending.of(StageKind.STAGE)).isPresent();
    assertThat(spending.of(StageKind.VALIDATE)).isEmpty();
    assertThat(spending.seconds()).isPositive();
    assertThat(spending.brief()).contains(" so far", "estimated; left: ");
    // Two queries at least, of ten MiB at least.
    assertThat(spending.of(StageKind.STAGE).orElseThrow().queried())
        .isGreaterThanOrEqualTo(2 * 10 * 1024 * 1024);
    assertThat(kept).as("a run that did not come to its end tells nothing").isEmpty();
  }

  @Test
  void whatARunTookSharpensTheNextEstimateOfItsTypes() throws Exception {
    assertThat(run("r1", null)).isEqualTo(Outcome.DONE);
    assertThat(kept.keySet()).containsExactlyInAnyOrderElementsOf(plan().documents());
    assertThat(kept.get(plan().documents().get(0)))
        .allSatisfy(
            one -> {
              assertThat(one.run()).isEqualTo("r1");
              assertThat(one.modelSeconds()).isPositive();
            })
        .anySatisfy(one -> assertThat(one.stage()).isEqualTo(StageKind.DECODE));
    // What the model says is far from an in-memory cloud's times: made plausible, it counts.
    kept.values().forEach(all -> all.replaceAll(SpendingTest::plausible));
    var first = Spending.of(view("r1"), Instant.now()).orElseThrow().estimate();
    assertThat(run("r2", StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
    var second = Spending.of(view("r2"), Instant.now()).orElseThrow().estimate();
    assertThat(second.seconds().high() / second.seconds().low())
        .isLessThan(first.seconds().high() / first.seconds().low());
    assertThat(second.restsOn()).anySatisfy(l -> assertThat(l).contains("1 earlier run"));
  }

  private static Observation plausible(Observation one) {
    return new Observation(
        one.run(),
        one.stage(),
        one.at(),
        one.sandbox(),
        one.modelSeconds() * 1.2,
        one.modelSeconds(),
        0,
        one.modelVcpuSeconds());
  }

  @Test
  void anOlderJournalHasNoEstimateAndSaysNothing() {
    var view = RunView.of(Journal.read(Path.of("src/test/resources/journals/sandbox")));
    assertThat(Spending.of(view, Instant.now())).isEmpty();
    assertThat(StageSpent.of(view, Prices.ofProgram(), Instant.now()))
        .anySatisfy(one -> assertThat(one.seconds()).isPositive());
  }
}
