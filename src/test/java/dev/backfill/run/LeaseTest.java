package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobService;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import dev.backfill.stages.MirrorStage;
import dev.backfill.stages.PreflightStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs, or two consoles, and one target. */
class LeaseTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:07Z");
  private static final String TARGET = "data-backfill-14";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private final Set<String> typed = new HashSet<>();
  private Instant now = NOW;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws InvalidPlan {
    plan =
        PlanFile.read(
            """
            name: main-dedupe
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
  }

  @Test
  void marksWhatItUsesAndGivesItBack() throws InvalidPlan {
    cloud.datasets.add(stable());
    cloud.labels.put(stable().toString(), Map.of("team", "data"));
    assertThat(run("r1", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.DONE);
    var mark = new Holder("r1", "ann-laptop", Optional.of(NOW));
    for (var dataset : cloud.datasets(TARGET)) {
      assertThat(Holder.of(dataset.labels())).as(dataset.name().toString()).contains(mark);
    }
    assertThat(cloud.labels.get(stable().toString())).containsEntry("team", "data");
    assertThat(Holder.of(cloud.labels.get(TARGET + "-r1"))).contains(mark);
    typed.add("shared-prod:telemetry_stable.main_v4$20200414");
    typed.add(TARGET);
    assertThat(run("r1", "ann-laptop", StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(TARGET))
        .as("made by others: it stays, and nobody holds it")
        .allMatch(dataset -> dataset.labels().equals(Map.of("team", "data")));
  }

  @Test
  void goesOnWhereBucketsKeepNoLabels() {
    cloud.bucketsKeepLabels = false;
    assertThat(run("r1", "ann-laptop", StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    assertThat(text("r1", StageKind.MIRROR)).doesNotContain("No lease could be taken");
    assertThat(run("r2", "bob-desk", StageKind.VALIDATE))
        .as("the datasets hold it")
        .isEqualTo(Outcome.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror", "stage", "validate"})
  void refusesASecondRunWhileTheFirstStands(StageKind until) {
    run("r1", "ann-laptop", until);
    var before = List.copyOf(cloud.done);
    now = NOW.plus(Duration.ofHours(3));
    assertThat(run("r2", "bob-desk", StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r2", StageKind.MIRROR))
        .contains(
            "data-backfill-14:telemetry_stable",
            "held by run r1 (main-dedupe, of this machine) on ann-laptop",
            "since 2020-04-15T03:00:07Z (3 h ago)",
            "To take over, name: take over data-backfill-14 from r1");
    assertThat(view("r2").stage(StageKind.PREFLIGHT).lines())
        .as("told ahead")
        .filteredOn(line -> line.step().subject().equals(PreflightStage.HELD))
        .singleElement()
        .satisfies(line -> assertThat(line.text()).contains("held by run r1", "Mirror will ask"));
    assertThat(cloud.done).as("nothing was changed").isEqualTo(before);
  }

  @Test
  void aTakeOverMustBeTypedAndIsFoundByWhoeverHeldIt() {
    run("r1", "ann-laptop", StageKind.DECODE);
    typed.add("take over data-backfill-14 from r1");
    assertThat(run("r2", "bob-desk", StageKind.DECODE)).as("rows").isEqualTo(Outcome.REFUSED);
    assertThat(text("r2", StageKind.MIRROR))
        .contains(
            "data-backfill-14:telemetry_stable.main_v4 holds 3 rows that this run did not write;"
                + " run r1 did.",
            "To empty them, name: empty data-backfill-14: 2 tables, 6 rows");
    assertThat(Holder.of(cloud.labels.get(stable().toString())).orElseThrow().run())
        .as("nothing was changed")
        .isEqualTo("r1");
    typed.add("empty data-backfill-14: 2 tables, 6 rows");
    assertThat(run("r2", "bob-desk", StageKind.MIRROR)).isEqualTo(Outcome.DONE);
    assertThat(cloud.rows).doesNotContainKey(plan.staged(plan.documents().get(0)).name());
    assertThat(run("r2", "bob-desk", StageKind.VALIDATE)).isEqualTo(Outcome.DONE);

    typed.clear();
    typed.add("shared-prod:telemetry_stable.main_v4$20200414");
    typed.add(TARGET);
    var before = List.copyOf(cloud.done);
    assertThat(run("r1", "ann-laptop", StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.FINALIZE))
        .contains("held by run r2", "on bob-desk", "again from mirror");
    assertThat(from("r1", "ann-laptop", StageKind.CLEANUP)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done).as("nothing was changed").isEqualTo(before);
  }

  @Test
  void whoLostItsTargetStartsAnewAndTakesNoRowsForItsOwn() {
    run("r1", "ann-laptop", StageKind.VALIDATE);
    typed.add("take over data-backfill-14 from r1");
    typed.add("empty data-backfill-14: 2 tables, 6 rows");
    run("r2", "bob-desk", StageKind.VALIDATE);
    assertThat(from("r1", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    typed.add("take over data-backfill-14 from r2");
    var before = cloud.done.size();
    assertThat(from("r1", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done.subList(before, cloud.done.size()))
        .contains(
            "empty data-backfill-14: 2 tables, 6 rows",
            "query r1-stage-telemetry-main-4-2020-04-14-2",
            "submit backfill-r1-again-1-1");
    assertThat(text("r1", StageKind.FINALIZE)).startsWith("Not confirmed");
  }

  @Test
  void findsOutInTheMiddleOfAStage() {
    var taken = new boolean[1];
    cloud.before =
        () -> {
          if (cloud.done.contains("submit backfill-r1-1") && !taken[0]) {
            taken[0] = true;
            hold("r2", "bob-desk");
          }
        };
    typed.add("shared-prod:telemetry_stable.main_v4$20200414");
    assertThat(run("r1", "ann-laptop", StageKind.FINALIZE)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.FINALIZE)).contains("held by run r2 on bob-desk");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy") || act.startsWith("back up"));
  }

  private void hold(String run, String console) {
    var labels = new Holder(run, console, Optional.of(NOW)).labels();
    Lease.datasets(plan).forEach(name -> cloud.labels.put(name.toString(), labels));
  }

  @Test
  void refusesAnotherConsoleForTheSameRunUntilItIsTyped() {
    run("r1", "ann-laptop", StageKind.VALIDATE);
    typed.add("shared-prod:telemetry_stable.main_v4$20200414");
    typed.add(TARGET);
    assertThat(run("r1", "bob-desk", StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.FINALIZE))
        .contains(
            "are held by this run on ann-laptop", "name: take over data-backfill-14 from ann-l");
    typed.add("take over data-backfill-14 from ann-laptop");
    assertThat(run("r1", "bob-desk", StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    typed.remove("take over data-backfill-14 from ann-laptop");
    assertThat(run("r1", "ann-laptop", StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.CLEANUP)).contains("held by this run on bob-desk");
    assertThat(run("r1", "bob-desk", StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).filteredOn(act -> act.startsWith("submit")).hasSize(1);
  }

  @Test
  void namesWhoWroteRowsThatNobodyHolds() {
    run("r1", "ann-laptop", StageKind.DECODE);
    cloud.labels.clear();
    assertThat(run("r2", "ann-laptop", StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r2", StageKind.MIRROR))
        .contains(
            "main_v4 holds 3 rows that this run did not write; run r1 did.",
            "Resume that run or clean it up");
    assertThat(cloud.labels).as("no lease is kept by who was refused").isEmpty();
    cloud.holding(plan.errors(plan.documents().get(0)).name(), 7);
    typed.add("empty data-backfill-14: 2 tables, 6 rows");
    assertThat(run("r2", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r2", StageKind.MIRROR)).contains("empty data-backfill-14: 3 tables, 13 rows");
  }

  @Test
  void isNotConfusedByWhatLiesBesideARunsFolder() throws IOException {
    Files.createDirectories(folder.resolve("r0"));
    Files.writeString(folder.resolve("r0/journal.jsonl"), "{\"no\": journal}\n");
    Files.createDirectories(folder.resolve("empty"));
    Files.writeString(folder.resolve("a-file"), "");
    cloud.mirrored().holding(plan.backfill(plan.documents().get(0)).name(), 60);
    assertThat(run("r1", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.MIRROR)).contains("holds 60 rows", "who did is not known");
  }

  @Test
  void goesOnWithItsOwnRows() {
    cloud.jobEnds = JobService.State.FAILED;
    assertThat(run("r1", "ann-laptop", StageKind.DECODE)).isEqualTo(Outcome.FAILED);
    cloud.holding(plan.backfill(plan.documents().get(0)).name(), 2);
    cloud.jobEnds = JobService.State.DONE;
    assertThat(from("r1", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.FINALIZE)).startsWith("Not confirmed");
  }

  @Test
  void saysSoWhenNothingMayBeLabelled() {
    Lease.datasets(plan).forEach(cloud.datasets::add);
    cloud.before =
        () -> {
          var caller = StackWalker.getInstance().walk(s -> s.map(f -> f.getMethodName()).toList());
          if (caller.contains("label")) {
            throw new CloudException(
                CloudException.Kind.DENIED, "Labels: no permission datasets.update.", null);
          }
        };
    run("r1", "ann-laptop", StageKind.MIRROR);
    assertThat(line("r1", MirrorStage.TARGET))
        .contains("No lease could be taken", "datasets.update", "Nothing keeps another run out");
    assertThat(line("r1", "lease")).as("the bucket is labelled, as made").contains("No lease");
    assertThat(view("r1").stage(StageKind.MIRROR).lines())
        .filteredOn(line -> line.step().subject().contains("main_v4"))
        .isNotEmpty()
        .allMatch(line -> line.state() == State.DONE);
  }

  @Test
  void refusesToTakeOverBesideAJobThatStillRuns() {
    cloud.leavingJobs(JobService.State.RUNNING);
    cloud.unseen = new CloudException(CloudException.Kind.DENIED, "It may not be asked.", null);
    run("r1", "ann-laptop", StageKind.DECODE);
    typed.add("take over data-backfill-14 from r1");
    typed.add("empty data-backfill-14: 1 tables, 3 rows");
    assertThat(run("r2", "bob-desk", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r2", StageKind.MIRROR))
        .contains("The Dataflow job backfill-r1-1", "still runs", "gcloud dataflow jobs cancel");
    cloud.end(JobService.State.CANCELLED);
    assertThat(run("r2", "bob-desk", StageKind.MIRROR)).isEqualTo(Outcome.DONE);
  }

  @Test
  void ofTwoThatLookedAtOnceOneIsRefused() {
    Lease.datasets(plan).forEach(cloud.datasets::add);
    var first = new boolean[] {true};
    cloud.before =
        () -> {
          if (first[0]) {
            first[0] = false;
            hold("r2", "bob-desk");
            // The label that is on its way was read before: its etag is an older one.
            throw new CloudException(CloudException.Kind.PRECONDITION, "It changed.", null);
          }
        };
    assertThat(run("r1", "ann-laptop", StageKind.MIRROR)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.MIRROR)).contains("held by run r2 on bob-desk");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void takesALeaseForARunOfAnEarlierVersion() throws IOException {
    run("r1", "ann-laptop", StageKind.DECODE);
    cloud.labels.clear();
    var file = folder.resolve("r1/journal.jsonl");
    Files.write(
        file, Files.readAllLines(file).stream().filter(l -> !l.contains("\"lease\"")).toList());
    assertThat(run("r1", "ann-laptop", StageKind.FINALIZE)).isEqualTo(Outcome.REFUSED);
    assertThat(text("r1", StageKind.FINALIZE)).startsWith("Not confirmed");
    assertThat(Holder.of(cloud.labels.get(stable().toString())).orElseThrow().run())
        .isEqualTo("r1");
  }

  private DatasetName stable() {
    return plan.backfill(plan.documents().get(0)).name().datasetName();
  }

  private Outcome run(String run, String console, StageKind until) {
    return run(run, console, null, until);
  }

  private Outcome from(String run, String console, StageKind from) {
    return run(run, console, from, StageKind.REPORT);
  }

  private Outcome run(String run, String console, StageKind from, StageKind until) {
    try (var journal = Journal.open(folder.resolve(run))) {
      return new Engine(
              run,
              plan,
              cloud.cloud(),
              journal,
              Around.in(folder).at(new Moved()).asking(operator()).on(console).made())
          .run(from, until);
    }
  }

  private Operator operator() {
    return (ConfirmationRequest<?> request) -> {
      asked.add(request.phrase());
      return typed;
    };
  }

  private RunView view(String run) {
    return RunView.of(Journal.read(folder.resolve(run)));
  }

  private String text(String run, StageKind stage) {
    return view(run).stage(stage).text();
  }

  private String line(String run, String subject) {
    return view(run).stage(StageKind.MIRROR).lines().stream()
        .filter(line -> line.step().subject().equals(subject))
        .map(StageLine::text)
        .findFirst()
        .orElseThrow();
  }

  private final class Moved extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
