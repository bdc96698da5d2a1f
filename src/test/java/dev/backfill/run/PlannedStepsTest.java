package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.ProductionFact.PacketMade;
import dev.backfill.fact.Sent;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stages declare is what a run does, both ways round, and what progress is measured by. */
class PlannedStepsTest {
  private static final String ONE = "documents: [ telemetry/main/4 ]\n" + days(14, 14);
  private static final String SEVERAL =
      "documents: [ telemetry/main/4, telemetry/core/10, eng-workflow/hgpush/1 ]\n" + days(14, 16);

  private static final String REWRITE =
      """
      playbook: rewrite
      rewrite:
        mode: drop
        query_sql: SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}' AND NOT bad
        affected_sql: bad
      """;
  private static final String REPROCESS =
      "playbook: reprocess\nerrors: { messages: [ '%too long%' ] }\n";

  private static final String TEMPLATE =
      """
      decode:
        by: template
        template: gs://templates/decoder.json
        parameters: { input: "${input}", output: "${output}", errorOutput: "${errors}" }
      """;

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  private static String days(int first, int last) {
    return "days: { first: 2020-04-%d, last: 2020-04-%d }\n".formatted(first, last);
  }

  static Stream<String> plans() {
    var plans = new ArrayList<String>();
    for (var matrix : List.of(ONE, SEVERAL)) {
      for (var backup : List.of(true, false)) {
        for (var by : List.of("self", "hand-over")) {
          plans.add(
              matrix + "finalize: { mode: overwrite, backup: " + backup + ", by: " + by + " }");
        }
      }
    }
    for (var matrix : List.of(ONE, SEVERAL)) {
      plans.add(matrix + REWRITE + "finalize: { backup_days: 7 }\n");
      plans.add(matrix + REWRITE + "finalize: { backup: false, by: hand-over }\n");
      for (var by : List.of("self", "hand-over")) {
        plans.add(matrix + REPROCESS + "finalize: { mode: append, by: " + by + " }");
      }
    }
    plans.add(ONE + REPROCESS + "finalize: { backup: false }\nstage: { slices: 3 }\n");
    plans.add(ONE + REPROCESS + "deduplicate: { later_days: 3 }\n");
    var two = "documents: [ telemetry/main/4, telemetry/core/10 ]\n" + days(14, 16);
    plans.add(ONE + REPROCESS + TEMPLATE);
    var deletes = REPROCESS.replace("' ] }", "' ], after: delete }");
    plans.add(two + deletes);
    plans.add(ONE + deletes + "finalize: { backup: false }\n");
    plans.add(ONE + deletes + "finalize: { by: hand-over }\n");
    plans.add(ONE + REPROCESS + "validate: { null_shares: [ document_id ] }\n");
    plans.add(two + REPROCESS + TEMPLATE);
    plans.add(ONE + "schemas: gs://schemas/a.tar.gz\n");
    plans.add(SEVERAL + "dataflow: { read: export }\n");
    plans.add(SEVERAL + "stage: { slices: 3 }\n");
    plans.add(ONE + "finalize: { mode: overwrite, backup: true, keep_backup: true }\n");
    return plans.stream();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void runIsWhatItsStagesDeclare(String yaml) throws Exception {
    var entries = run(yaml);
    makesTheStepsThatAreDeclaredAndNoOthers(entries);
    sendsOnlyQueriesThatAreDeclared(RunView.of(entries));
    assertThat(assertProgress(entries)).containsExactlyElementsOf(Playbooks.of(plan).kinds());
  }

  private void makesTheStepsThatAreDeclaredAndNoOthers(List<Entry> entries) {
    for (var stage : Playbooks.of(plan).stages()) {
      assertThat(made(entries, stage.kind()))
          .as(stage.kind().id())
          .containsExactlyInAnyOrderElementsOf(
              stage.steps(PlannedRun.of(plan, "r1")).stream().map(PlannedStep::step).toList());
    }
    assertThat(steps(PlannedRun.of(RunView.of(entries))))
        .isEqualTo(steps(PlannedRun.of(plan, "r1")));
    assertThat(steps(PlannedRun.of(plan, "r1"))).doesNotHaveDuplicates();
  }

  private static List<Step> steps(PlannedRun run) {
    return Playbooks.of(run.plan()).steps(run).stream().map(PlannedStep::step).toList();
  }

  /** Each once, however often it was tried. */
  private static Set<Step> made(List<Entry> entries, StageKind stage) {
    var made = new HashSet<Step>();
    for (var entry : entries) {
      if (entry instanceof Entry.Started one
          && one.step().stage().equals(stage)
          && !one.step().subject().equals(RunView.WHOLE)) {
        made.add(one.step().planned());
      }
    }
    return made;
  }

  @ParameterizedTest
  @MethodSource("plans")
  void nothingIsChangedButByAStepThatSaysSo(String yaml) throws Exception {
    plan = plan(yaml);
    cloud = new FakeCloud(plan).keepingTime();
    var planned = new HashMap<Step, PlannedStep>();
    Playbooks.of(plan)
        .steps(PlannedRun.of(plan, "r1"))
        .forEach(step -> planned.put(step.step(), step));
    // Swapped whole: steps that run side by side look at it in the middle of a change.
    var open = new AtomicReference<Set<String>>(Set.of());
    var kinds = new ConcurrentHashMap<String, Kind>();
    var without = new TreeSet<String>();
    var changes = Set.of(Kind.MAKES, Kind.WRITES, Kind.OVERWRITES, Kind.DELETES);
    cloud.before =
        () -> {
          var now = open.get();
          if (now.stream().map(kinds::get).noneMatch(changes::contains)) {
            without.add(now.toString());
          }
        };
    run(
        view -> {
          var running = new TreeSet<String>();
          for (var stage : view.stages()) {
            for (var line : stage.lines()) {
              if (line.state() == State.RUNNING) {
                var step = planned.get(line.step().planned());
                kinds.put(line.step().toString(), step == null ? Kind.READS : step.kind());
                running.add(line.step().toString());
              }
            }
          }
          open.set(running);
        });
    assertThat(cloud.done).isNotEmpty();
    assertThat(without).as("what was under way when something was changed").isEmpty();
  }

  private void sendsOnlyQueriesThatAreDeclared(RunView view) {
    var counted = 0;
    for (var kind : view.playbook().kinds()) {
      for (var sent : view.each(kind, Sent.class)) {
        var step = new Step(kind, sent.cell());
        var declared = view.playbook().planned(PlannedRun.of(view), step).orElseThrow();
        for (var statement : sent.statements()) {
          assertThat(declared.sql().orElseThrow()).contains(statement.sql().stripTrailing());
          counted++;
        }
      }
    }
    assertThat(counted).isGreaterThanOrEqualTo(plan.rewrite().isPresent() ? 14 : 17);
  }

  /** The journal of a rehearsal over HTTP, from before its stages declared their steps. */
  @Test
  void progressOfAKeptJournalNeverRunsBackwards() {
    var entries = Journal.read(Path.of("src/test/resources/journals/sandbox"));
    // Estimates were made later: what that journal lacks is one of preflight's steps.
    assertThat(assertProgress(entries, Map.of(StageKind.PREFLIGHT, 10.0 / 11)))
        .as("the stages that there were then")
        .hasSize(9)
        .allMatch(RunView.of(entries).playbook()::has);
  }

  /**
   * Progress never runs backwards, and is whole with a stage's last step. Gives the stages that
   * came to their end, in the order they did.
   */
  private static Set<StageKind> assertProgress(List<Entry> entries) {
    return assertProgress(entries, Map.of());
  }

  /** The same of a journal whose stages lack steps that were added since. */
  private static Set<StageKind> assertProgress(List<Entry> entries, Map<StageKind, Double> shares) {
    var last = new HashMap<StageKind, Double>();
    var whole = new LinkedHashSet<StageKind>();
    var fold = new RunFold((Entry.Opened) entries.get(0), RunView.of(entries).plan());
    for (var entry : entries) {
      if (entry instanceof Entry.Ended end && isWhole(end) && end.result().succeeded()) {
        var stage = end.step().stage();
        assertThat(last.get(stage))
            .as(stage + " with its last step")
            .isEqualTo(shares.getOrDefault(stage, 1.0));
        whole.add(stage);
      }
      for (var stage : fold.add(entry).view().stages()) {
        assertThat(stage.steps().share())
            .as(stage.kind() + " after " + entry)
            .isBetween(last.getOrDefault(stage.kind(), 0.0), 1.0);
        last.put(stage.kind(), stage.steps().share());
      }
    }
    return whole;
  }

  private static boolean isWhole(Entry.Ended end) {
    return end.step().subject().equals(RunView.WHOLE);
  }

  @Test
  void progressOfAStageGoneThroughAgainBeginsAnew() throws Exception {
    plan = plan(SEVERAL);
    cloud = new FakeCloud(plan).keepingTime();
    go(null, StageKind.MIRROR, view -> {});
    var shares = new ArrayList<Double>();
    go(
        StageKind.MIRROR,
        StageKind.MIRROR,
        view -> shares.add(view.stage(StageKind.MIRROR).steps().share()));
    assertThat(shares.get(0)).isZero();
    assertThat(shares).isSorted().endsWith(1.0);
  }

  @Test
  void progressOfARunThatGoesOnTakesNothingBack() throws Exception {
    plan = plan(SEVERAL);
    cloud = new FakeCloud(plan).keepingTime();
    var acts = new int[1];
    cloud.before =
        () -> {
          if (++acts[0] == 9) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    var shares = new ArrayList<Double>();
    go(null, StageKind.MIRROR, view -> shares.add(view.stage(StageKind.MIRROR).steps().share()));
    assertThat(shares.get(shares.size() - 1)).isBetween(0.1, 0.9);
    go(null, StageKind.MIRROR, view -> shares.add(view.stage(StageKind.MIRROR).steps().share()));
    assertThat(shares).isSorted().endsWith(1.0);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyStepSaysWhatItTouchesOrOnlyReads(String yaml) throws Exception {
    plan = plan(yaml);
    for (var step : Playbooks.of(plan).steps(PlannedRun.of(plan))) {
      assertThat(step.touches().isEmpty())
          .as(step + " " + step.touches())
          .isEqualTo(step.kind() == Kind.READS);
      assertThat(step.command().isEmpty())
          .as("by hand: " + step)
          .isEqualTo(step.call().isEmpty() && step.kind() == Kind.READS);
      assertThat(step.permissions().isEmpty())
          .as("permissions of " + step)
          .isEqualTo(
              NEEDS_NONE.stream().anyMatch(step.step().toString()::startsWith)
                  || step.call().isEmpty());
    }
  }

  // Whether projects are one is asked where it may be; what is granted may be asked by anyone.
  private static final List<String> NEEDS_NONE =
      List.of("preflight:target", "preflight:permissions on");

  private List<Entry> run(String yaml) throws Exception {
    plan = plan(yaml);
    cloud = new FakeCloud(plan).keepingTime();
    run(view -> {});
    return Journal.read(folder);
  }

  private static Plan plan(String yaml) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
            + yaml);
  }

  /** To the end; what is handed over is executed in between, by others. */
  private void run(Watcher watcher) {
    var outcome = go(null, StageKind.REPORT, watcher);
    if (plan.finish().by() == Plan.By.HAND_OVER) {
      assertThat(outcome).isEqualTo(Outcome.STOPPED);
      plan.cells()
          .forEach(
              cell -> {
                var table = plan.stable(cell.type());
                // Of a table that holds one row, three are added; of a rewrite one is dropped.
                var held = plan.reprocess().isPresent() ? 1 : plan.rewrite().isPresent() ? -1 : 0;
                cloud.writtenByOthers(table, FakeCloud.DOCUMENTS + held);
              });
      outcome = go(null, StageKind.REPORT, watcher);
    }
    assertThat(outcome).isEqualTo(Outcome.DONE);
  }

  private Outcome go(StageKind from, StageKind until, Watcher watcher) {
    try (var journal = Journal.open(folder)) {
      var packets =
          journal.entries().stream()
              .filter(Entry.Observed.class::isInstance)
              .map(one -> ((Entry.Observed) one).fact())
              .filter(PacketMade.class::isInstance)
              .map(fact -> ((PacketMade) fact).digest())
              .toList();
      return new Engine(
              "r1",
              plan,
              cloud.cloud(),
              journal,
              Around.in(folder).asking(new Agrees(Set.copyOf(packets))).telling(watcher).made())
          .run(from, until);
    }
  }

  private interface Watcher extends RunListener {
    @Override
    default void said(StageKind stage, String text) {}
  }

  private record Agrees(Set<String> executed) implements Operator {
    @Override
    public Set<String> typed(ConfirmationRequest<?> request) {
      return request.phrases();
    }
  }
}
