package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudKind;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.Estimated;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preflight notes what the run will take, and holds it against the plan's budget. */
class BudgetTest {
  private static final String PHRASE = "exceed 40 USD and 1000 hours in data-backfill-14";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();

  private static Plan plan(String budget) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: [ 2020-04-14 ]
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
            + budget);
  }

  /** A day of 4 TB: on Google 23 dollars to stage, and some to decode. */
  private Outcome run(Plan plan, Operator operator) {
    var cloud = new FakeCloud(plan);
    cloud.dayBytes = 4_000_000_000_000L;
    try (var journal = Journal.open(folder)) {
      return new Engine(
              "r1",
              plan,
              cloud.cloud(CloudKind.GOOGLE.description()),
              journal,
              Around.in(folder).asking(operator).made())
          .run(null, StageKind.PREFLIGHT);
    }
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  private Set<String> phrases(ConfirmationRequest<?> request) {
    asked.addAll(request.phrases());
    return request.phrases();
  }

  private String said() {
    return view().stage(StageKind.PREFLIGHT).problems().stream()
        .map(problem -> problem.line() + problem.actions())
        .reduce("", String::concat);
  }

  @Test
  void withoutABudgetTheEstimateIsNotedAndNobodyIsAsked() throws Exception {
    assertThat(run(plan(""), this::phrases)).isEqualTo(Outcome.DONE);
    assertThat(asked).isEmpty();
    var noted = view().newest(StageKind.PREFLIGHT, Estimated.class).orElseThrow().estimate();
    assertThat(noted.usd().low()).isBetween(23.0, 40.0);
    assertThat(noted.usd().high()).isGreaterThan(40.0);
    assertThat(noted.sandbox()).isFalse();
    assertThat(noted.stages()).hasSize(view().stages().size());
    assertThat(view().stage(StageKind.PREFLIGHT).lines())
        .anySatisfy(
            line -> {
              assertThat(line.step().subject()).isEqualTo("what it will take");
              assertThat(line.text()).contains(" USD");
            });
  }

  @Test
  void aRunThatTakesMoreAtLeastIsRefused() throws Exception {
    assertThat(run(plan("budget: { usd: 20 }"), this::phrases)).isEqualTo(Outcome.REFUSED);
    assertThat(asked).isEmpty();
    assertThat(said())
        .contains("more than the plan's budget of 20 USD.", "Raise budget.usd in the plan");
    assertThat(view().newest(StageKind.PREFLIGHT, Estimated.class)).isPresent();
    assertThat(view().stage(StageKind.MIRROR).state()).isEqualTo(State.WAITING);
  }

  @Test
  void hoursCountAsDollarsDo() throws Exception {
    assertThat(run(plan("budget: { hours: 0.01 }"), this::phrases)).isEqualTo(Outcome.REFUSED);
    assertThat(said()).contains("more than the plan's budget of 0.01 hours.");
  }

  @Test
  void aRunThatMayTakeMoreIsAskedAboutOnce() throws Exception {
    var plan = plan("budget: { usd: 40, hours: 1000 }");
    assertThat(run(plan, this::phrases)).isEqualTo(Outcome.DONE);
    assertThat(asked).containsExactly(PHRASE);
    assertThat(view().agreed()).extracting(Entry.Agreed::phrase).containsExactly(PHRASE);
    // Looked at anew, it is agreed to already.
    var cloud = new FakeCloud(plan);
    cloud.dayBytes = 4_000_000_000_000L;
    try (var journal = Journal.open(folder)) {
      var around = Around.in(folder).asking(request -> Set.of()).made();
      var engine =
          new Engine("r1", plan, cloud.cloud(CloudKind.GOOGLE.description()), journal, around);
      assertThat(engine.run(StageKind.PREFLIGHT, StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void whoDoesNotNameThePhraseIsRefusedWithIt() throws Exception {
    var plan = plan("budget: { usd: 40, hours: 1000 }");
    assertThat(run(plan, request -> Set.of())).isEqualTo(Outcome.REFUSED);
    assertThat(said()).contains("which may exceed the plan's budget of 40 USD.", PHRASE);
    assertThat(view().stage(StageKind.MIRROR).state()).isEqualTo(State.WAITING);
  }

  @Test
  void aBudgetThatIsNotExceededIsNotSpokenOf() throws Exception {
    assertThat(run(plan("budget: { usd: 100000, hours: 100000 }"), r -> Set.of()))
        .isEqualTo(Outcome.DONE);
    assertThat(said()).isEmpty();
  }
}
