package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.estimate.Observation;
import dev.backfill.estimate.Prices;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.survey.Rates;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    return run(id, until, cloud());
  }

  private static FakeCloud cloud() throws Exception {
    var cloud = new FakeCloud(plan()).keepingTime();
    cloud.dayBytes = 1_000_000_000L;
    return cloud;
  }

  private Outcome run(String id, StageKind until, FakeCloud cloud) throws Exception {
    var plan = plan();
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
    assertThat(spending.whole()).contains(" in all", "estimated").doesNotContain("left");
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

  /** Another console goes on: the estimate is still the one that the run began with. */
  @Test
  void aResumedRunHasItsEstimateBesideAllThatItTook() throws Exception {
    var cloud = cloud();
    assertThat(run("r1", StageKind.STAGE, cloud)).isEqualTo(Outcome.DONE);
    var before = Spending.of(view("r1"), Instant.now()).orElseThrow();
    assertThat(run("r1", null, cloud)).isEqualTo(Outcome.DONE);
    var after = Spending.of(view("r1"), Instant.now()).orElseThrow();
    assertThat(after.estimate().seconds()).isEqualTo(before.estimate().seconds());
    assertThat(after.estimate().stages()).hasSameSizeAs(before.estimate().stages());
    for (var stage : after.estimate().stages()) {
      assertThat(after.of(stage.stage())).as(stage.stage().id()).isPresent();
    }
    assertThat(after.of(StageKind.STAGE).orElseThrow().queried())
        .isGreaterThanOrEqualTo(before.of(StageKind.STAGE).orElseThrow().queried());
  }

  /** Each stage with queries has its figures beside the estimate's: bytes, slot time, dollars. */
  @Test
  void everyStageThatAsksTellsWhatItsJobsTook() throws Exception {
    assertThat(run("r1", null)).isEqualTo(Outcome.DONE);
    var spending = Spending.of(view("r1"), Instant.now()).orElseThrow();
    for (var stage : List.of(StageKind.STAGE, StageKind.VALIDATE, StageKind.VERIFY)) {
      var spent = spending.of(stage).orElseThrow();
      assertThat(spent.queried()).as(stage.id()).isPositive();
      assertThat(spent.slotSeconds())
          .as(stage.id())
          .hasValueSatisfying(n -> assertThat(n).isPositive());
      assertThat(spent.usd()).as(stage.id()).isPositive();
    }
  }

  /** A stage's steps from entries of a journal, with seconds after its opening. */
  private static final class Told {
    private final List<Entry> entries = new ArrayList<>();

    Told(Entry.Opened opened) {
      entries.add(opened);
    }

    Told begin(int second, String subject) {
      entries.add(new Entry.Started(at(second), new Step(StageKind.MIRROR, subject), 1, null));
      return this;
    }

    Told end(int second, String subject, StepResult result) {
      entries.add(new Entry.Ended(at(second), new Step(StageKind.MIRROR, subject), 1, result));
      return this;
    }

    private static Instant at(int second) {
      return Instant.EPOCH.plusSeconds(second);
    }

    double spent(Integer now) {
      return StageSpent.of(
              RunView.of(entries), Prices.ofProgram(), Optional.ofNullable(now).map(Told::at))
          .stream()
          .mapToDouble(StageSpent::seconds)
          .sum();
    }
  }

  private Told told() throws Exception {
    run("r1", StageKind.PREFLIGHT);
    return new Told((Entry.Opened) Journal.read(folder.resolve("r1")).get(0));
  }

  @Test
  void aTryThatFailedIsSpentWhenAnotherRuns() throws Exception {
    var run = told().begin(0, RunView.WHOLE).begin(0, "a").end(60, "a", failed());
    run.end(60, RunView.WHOLE, failed());
    assertThat(run.spent(500)).isEqualTo(60);
    run.begin(1000, RunView.WHOLE).begin(1000, "a");
    assertThat(run.spent(1000)).isEqualTo(60);
    assertThat(run.spent(1005)).isEqualTo(65);
    run.end(1010, "a", new StepResult.Done("")).end(1010, RunView.WHOLE, new StepResult.Done(""));
    assertThat(run.spent(2000)).isEqualTo(70);
  }

  @Test
  void whatAKilledConsoleLeftOpenIsSpentAsFarAsItWasHeardOf() throws Exception {
    var run = told().begin(0, RunView.WHOLE).begin(0, "a").begin(10, "b");
    run.end(40, "b", new StepResult.Done(""));
    assertThat(run.spent(null)).as("nobody works on it").isEqualTo(40);
    run.begin(1000, RunView.WHOLE);
    assertThat(run.spent(1000)).isEqualTo(40);
    run.begin(1000, "a").end(1002, "a", new StepResult.Done(""));
    assertThat(run.spent(1002)).isEqualTo(42);
  }

  @Test
  void stepsSideBySideAreSpentOnce() throws Exception {
    var run = told().begin(0, RunView.WHOLE).begin(0, "a").begin(10, "b");
    run.end(20, "a", new StepResult.Done("")).end(30, "b", new StepResult.Done(""));
    run.begin(50, "c").end(55, "c", new StepResult.Done(""));
    assertThat(run.spent(99)).isEqualTo(35);
  }

  private static StepResult failed() {
    return StepResult.Failed.of("", Problem.of("It failed.", "Try again."));
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
    assertThat(StageSpent.of(view, Prices.ofProgram(), Optional.empty()))
        .anySatisfy(one -> assertThat(one.seconds()).isPositive());
  }
}
