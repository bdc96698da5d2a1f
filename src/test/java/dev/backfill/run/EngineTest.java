package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.Identity;
import dev.backfill.cloud.JobService;
import dev.backfill.cloud.Permissions;
import dev.backfill.cloud.TableSpec;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.fact.ActingAs;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.JobFact;
import dev.backfill.fact.PermissionAsked;
import dev.backfill.fact.ProductionFact;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.landing.Packet;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TableName;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
  private static final Operator AGREES = request -> Set.of(request.phrase());
  private static final Operator DECLINES = request -> Set.of();

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;
  private Sleeper sleeper = time -> {};

  @BeforeEach
  void plan() throws InvalidPlan {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4, telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
  }

  @Test
  void runsEveryStage() {
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(view().stages()).extracting(StageView::state).containsOnly(State.DONE);
    assertThat(view().closed()).isPresent();
    assertThat(cloud.done)
        .containsOnlyOnce(
            "submit backfill-r1-1",
            "copy shared-prod:telemetry_stable.main_v4$20200414",
            "copy shared-prod:telemetry_stable.core_v10$20200415",
            "delete data-backfill-14");
    assertThat(cloud.datasets(plan.targetProject())).isEmpty();
    assertThat(cloud.buckets).isEmpty();
    assertThat(view().all(StageKind.VALIDATE, CountFact.Counted.class)).hasSize(4);
    assertThat(view().all(StageKind.DECODE, JobFact.Workers.class)).hasSize(1);
  }

  @Test
  void journalsSayTheirFormatAndPlaybookAndOthersAreANewerConsoles() throws Exception {
    run(AGREES, StageKind.PREFLIGHT);
    var file = folder.resolve(Journal.FILE);
    var text = Files.readString(file);
    assertThat(text.lines().findFirst().orElseThrow())
        .contains("\"format\":1", "\"playbook\":\"replay\"");
    Files.writeString(file, text.replaceFirst("\"replay\"", "\"later\""));
    assertThatThrownBy(this::view).hasMessageContaining("written by a newer console", "'later'");
    assertThatThrownBy(() -> run(AGREES, StageKind.REPORT))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.NEWER))
        .hasMessageContaining("begun with version test. Use that version");
    Files.writeString(file, text.replace(",\"format\":1,\"playbook\":\"replay\"", ""));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
  }

  @Test
  void changesNothingInProductionWithoutConfirmation() {
    assertThat(run(DECLINES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.REFUSED);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
    assertThat(cloud.rows.get(plan.stable(plan.documents().get(0)).name())).isEqualTo(1);
  }

  @Test
  void saysThatAPersonCancelledAndWhatChangedInsteadOfRefusing() {
    var declines =
        new Operator() {
          @Override
          public Set<String> typed(ConfirmationRequest<?> request) {
            return Set.of();
          }

          @Override
          public boolean isPresent() {
            return true;
          }
        };
    assertThat(run(declines, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var finalize = view().stage(StageKind.FINALIZE);
    assertThat(finalize.state()).isEqualTo(State.STOPPED);
    assertThat(finalize.text())
        .startsWith("Cancelled by you. Production was not changed")
        .endsWith("Resume to be asked again.");
    assertThat(finalize.code()).as("nothing to look for in a log").isEmpty();
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
  }

  @Test
  void overwritesNoTableWhoseRowPoliciesMayNotBeListed() {
    cloud.policiesHidden = true;
    assertThat(run(AGREES, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(Journal.read(folder).toString())
        .contains("may have row access policies", "finalize.by: hand-over");
  }

  @Test
  void refusesTargetThatIsNoBackfillProject() throws InvalidPlan {
    plan = PlanFile.read(PlanFile.write(plan).replace("data-backfill-14", "some-other-project"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void refusesProductionUnderAnotherName() {
    run(AGREES, StageKind.VERIFY);
    cloud.projects = project -> Optional.of(415L);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.CLEANUP).text()).contains("are one project");
    assertThat(cloud.done).noneMatch(act -> act.startsWith("delete"));
  }

  @Test
  void refusesTablesWithRowAccessPolicies() {
    cloud.policies.put(plan.stable(plan.documents().get(0)).name(), List.of("only_eu"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text()).contains("only_eu");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void refusesDaysThatProductionNoLongerKeeps() {
    var stable = plan.stable(plan.documents().get(0)).name();
    var kept =
        new TableSpec.Partitioning(
            "DAY", Optional.of("submission_timestamp"), Optional.of(Duration.ofDays(30)), false);
    cloud.tables.computeIfPresent(
        stable,
        (name, spec) -> new TableSpec(spec.columns(), Optional.of(kept), spec.clustering()));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .contains("keeps partitions for 30 days", "Take the day out of the plan");
    assertThat(cloud.done).isEmpty();
  }

  @Test
  void asksForEveryPermissionInThreeStates() {
    cloud.permissions =
        new Permissions() {
          @Override
          public Optional<Set<String>> granted(String project, Set<String> asked) {
            var granted = new HashSet<>(asked);
            granted.removeIf(
                p ->
                    p.equals("bigquery.tables.updateData")
                        || p.equals("bigquery.datasets.get")
                        || p.equals("dataflow.jobs.cancel"));
            return Optional.of(granted);
          }

          @Override
          public Optional<Set<String>> onTable(TableName table, Set<String> asked) {
            return Optional.of(asked);
          }
        };
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .isEqualTo(
            "Not granted on data-backfill-14: dataflow.jobs.cancel. Ask for a role that has them.");
    assertThat(view().each(StageKind.PREFLIGHT, PermissionAsked.class))
        .extracting(asked -> asked.on() + " " + asked.permission() + " " + asked.grant())
        .contains(
            "shared-prod bigquery.tables.updateData GRANTED",
            "shared-prod bigquery.datasets.get UNKNOWN",
            "data-backfill-14 bigquery.tables.updateData UNKNOWN",
            "data-backfill-14 dataflow.jobs.cancel MISSING",
            "gs://schemas storage.objects.get UNKNOWN");
  }

  /** Everything is granted to whoever acts. */
  private static final class Acting implements Permissions {
    private Identity who;

    @Override
    public Identity identity() {
      return who;
    }

    @Override
    public Optional<Set<String>> granted(String project, Set<String> asked) {
      return Optional.of(asked);
    }
  }

  @Test
  void notesAsWhomItActsWheneverThatIsAnotherThanBefore() {
    var acting = new Acting();
    cloud.permissions = acting;
    acting.who = new Identity(Optional.of("ann@example.org"), "a login", Optional.of("quota"));
    run(AGREES, StageKind.MIRROR);
    assertThat(view().actingAs().orElseThrow())
        .isEqualTo(
            new ActingAs(
                Optional.of("ann@example.org"),
                "a login",
                Optional.of("quota"),
                "ann@example.org, by a login; calls are counted in quota"));
    run(AGREES, StageKind.VALIDATE);
    assertThat(view().each(StageKind.STAGE, ActingAs.class)).as("no other").isEmpty();
    acting.who = new Identity(Optional.of("bob@example.org"), "a login", Optional.empty());
    run(AGREES, StageKind.REPORT);
    assertThat(view().actingAs().orElseThrow().account()).contains("bob@example.org");
    assertThat(view().each(StageKind.PREFLIGHT, ActingAs.class)).hasSize(1);
  }

  @Test
  void refusesAheadACopyBetweenKeys() {
    var type = plan.documents().get(0);
    cloud.keys.put(plan.stable(type).name(), "k1");
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .contains("is encrypted by k1", "would be by Google's own key", "--default_kms_key KEY");
    assertThat(cloud.done).isEmpty();
    cloud.tables.put(plan.backfill(type).name(), cloud.tables.get(plan.stable(type).name()));
    cloud.keys.put(plan.backfill(type).name(), "k1");
    assertThat(run(AGREES, StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
  }

  @Test
  void comparesTheKeysOfTablesThatMirrorIsToMakeByTheirDatasetsDefault() {
    var type = plan.documents().get(0);
    var mine = plan.backfill(type).name().datasetName();
    cloud.datasets.add(mine);
    cloud.defaultKeys.put(mine, "k2");
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .contains("is encrypted by Google's own key", "would be by k2", "--default_kms_key=''");
    plan.documents().forEach(each -> cloud.keys.put(plan.stable(each).name(), "k1"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    cloud.defaultKeys.put(mine, "k1");
    assertThat(cloud.done).isEmpty();
    assertThat(run(AGREES, StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
    assertThat(view().stage(StageKind.PREFLIGHT).lines().toString())
        .contains("on its disks is encrypted by Google's own key", "(dataflow.kms_key)");
    plan.documents().forEach(each -> cloud.keys.put(plan.backfill(each).name(), "k1"));
    assertThat(run(AGREES, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(plan.documents())
        .as("backups are encrypted by production's key")
        .allSatisfy(
            each -> assertThat(cloud.keys).containsEntry(plan.backup("r1", each).name(), "k1"));
  }

  @Test
  void usesTheDatasetsThatOperationsMade() {
    cloud.permissions = (project, asked) -> without(asked, "bigquery.datasets.create");
    assertThat(run(AGREES, StageKind.VALIDATE)).isEqualTo(Outcome.REFUSED);
    Lease.datasets(plan).forEach(cloud.datasets::add);
    assertThat(run(AGREES, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
  }

  private static Optional<Set<String>> without(Set<String> asked, String one) {
    var granted = new HashSet<>(asked);
    granted.remove(one);
    return Optional.of(granted);
  }

  @Test
  void asksTheRunsBucketForWhatTheProjectDoesNotGrant() {
    cloud.permissions =
        new Permissions() {
          @Override
          public Optional<Set<String>> granted(String project, Set<String> asked) {
            return without(asked, "storage.objects.create");
          }

          @Override
          public Optional<Set<String>> onBucket(String bucket, Set<String> asked) {
            return Optional.of(asked);
          }
        };
    run(AGREES, StageKind.PREFLIGHT);
    assertThat(grants()).contains("data-backfill-14 storage.objects.create UNKNOWN");
    cloud.buckets.add(JobIds.bucket("data-backfill-14", "r1"));
    try (var journal = Journal.open(folder)) {
      engine(AGREES, journal).run(StageKind.PREFLIGHT, StageKind.PREFLIGHT);
    }
    assertThat(grants()).contains("data-backfill-14 storage.objects.create GRANTED");
  }

  private List<String> grants() {
    return view().each(StageKind.PREFLIGHT, PermissionAsked.class).stream()
        .map(asked -> asked.on() + " " + asked.permission() + " " + asked.grant())
        .toList();
  }

  @Test
  void aJobsKnownFailureCarriesItsAdvice() {
    cloud.jobEnds = JobService.State.FAILED;
    cloud.saying("The job failed because a work item has failed 4 times.");
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.DECODE).text())
        .contains("has failed 4 times", "Lower dataflow.upload_buffer_mb", "Then resume");
  }

  @Test
  void packetsSayWhoMadeThem() throws Exception {
    var acting = new Acting();
    acting.who = new Identity(Optional.of("ann@example.org"), "a login", Optional.empty());
    cloud.permissions = acting;
    plan = PlanFile.read(PlanFile.write(plan).replaceFirst("by: *self", "by: hand-over"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    var made = view().newest(StageKind.FINALIZE, ProductionFact.PacketMade.class).orElseThrow();
    assertThat(Packet.read(Path.of(made.file())).by()).contains("ann@example.org, by a login");
  }

  @Test
  void needsNoWritingOfProductionUntilFinalize() {
    cloud.permissions =
        new Permissions() {
          @Override
          public Optional<Set<String>> granted(String project, Set<String> asked) {
            var granted = new HashSet<>(asked);
            if (project.equals("shared-prod")) {
              granted.removeIf(p -> !p.endsWith(".get") && !p.endsWith(".getData"));
            }
            return Optional.of(granted);
          }

          @Override
          public Optional<Set<String>> onTable(TableName table, Set<String> asked) {
            return Optional.of(Set.of());
          }
        };
    assertThat(run(AGREES, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    assertThat(view().stage(StageKind.PREFLIGHT).lines())
        .filteredOn(line -> line.step().subject().equals("permissions on shared-prod"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.text())
                    .contains("bigquery.tables.updateData (for finalize)", "hand-over")
                    .doesNotContain("tables.create"));
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
  }

  @Test
  void asksForTheDatasetsOfThePlanAndNoOthers() {
    for (var i = 0; i < 1200; i++) {
      cloud.datasets.add(new DatasetName("shared-prod", "other_" + i));
    }
    run(AGREES, StageKind.PREFLIGHT);
    assertThat(view().stage(StageKind.PREFLIGHT).lines())
        .extracting(line -> line.text())
        .contains(
            "fake answers: 4 of the plan's 4 datasets in shared-prod, and Dataflow in us-central1."
                + " Asked by no credentials, as a sandbox wants none");
  }

  @Test
  void refusesAnotherStructureWithTheDifference() {
    var table = plan.backfill(plan.documents().get(0));
    cloud.tables.put(table.name(), FakeCloud.spec("other"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.MIRROR).lines())
        .filteredOn(line -> line.state() == State.REFUSED)
        .singleElement()
        .satisfies(line -> assertThat(line.text()).contains("in its place stands other"));
  }

  @Test
  void resumesAfterLostNetworkWithTheSameJobId() {
    var calls = new AtomicInteger();
    cloud.before =
        () -> {
          if (calls.incrementAndGet() == 12) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.UNKNOWN);
    var open =
        view().stages().stream()
            .flatMap(stage -> stage.lines().stream())
            .filter(line -> line.state() == State.UNKNOWN)
            .findFirst()
            .orElseThrow();
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).doesNotHaveDuplicates();
    assertThat(view().stage(open.step().stage()).lines())
        .filteredOn(line -> line.step().equals(open.step()))
        .extracting(StageLine::attempt)
        .containsExactly(open.attempt());
  }

  @Test
  void failsWithAJobThatFailedAndTriesAgainUnderAnotherId() {
    run(AGREES, StageKind.MIRROR);
    cloud.before =
        () -> {
          throw new CloudException(CloudException.Kind.JOB_FAILED, "Job j failed: no.", null);
        };
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.STAGE).text()).isEqualTo("Job j failed: no.");
    var failed = view().stage(StageKind.STAGE).lines().stream().map(StageLine::job).toList();
    cloud.before = () -> {};
    assertThat(run(AGREES, StageKind.STAGE)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done)
        .noneMatch(act -> failed.contains(Optional.of(act.replace("query ", ""))))
        .anyMatch(act -> act.startsWith("query") && act.endsWith("-2"));
  }

  @Test
  void emptiesTablesBeforeDecodingAnew() {
    cloud.jobEnds = JobService.State.FAILED;
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.DECODE).lines())
        .filteredOn(line -> line.step().subject().equals("job"))
        .singleElement()
        .satisfies(line -> assertThat(line.text()).contains("the first error"));
    cloud.holding(plan.backfill(plan.documents().get(0)).name(), 2);
    cloud.jobEnds = JobService.State.DONE;
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done)
        .containsSubsequence(
            "submit backfill-r1-1",
            "empty data-backfill-14:telemetry_stable.main_v4",
            "submit backfill-r1-2");
  }

  @Test
  void emptiesNothingWhileLoadJobsOfTheFormerJobRun() {
    cloud.jobEnds = JobService.State.CANCELLED;
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.FAILED);
    cloud.jobEnds = JobService.State.DONE;
    var load = "beam_bq_job_LOAD_backfillr11_0a1b_0";
    var looks = new AtomicInteger();
    cloud.underWay =
        () -> {
          assertThat(cloud.done).doesNotContain("submit backfill-r1-2");
          return looks.incrementAndGet() < 4
              ? List.of("another", load)
              : List.of("beam_bq_job_LOAD_backfillr21_0a1b_0");
        };
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.DONE);
    assertThat(looks).hasValueGreaterThan(3);
    assertThat(cloud.done).contains("submit backfill-r1-2");
  }

  @Test
  void emptiesNothingWhereItIsNotKnownWhetherLoadJobsRun() {
    cloud.jobEnds = JobService.State.FAILED;
    run(AGREES, StageKind.DECODE);
    cloud.done.clear();
    cloud.underWay =
        () -> {
          throw new CloudException(CloudException.Kind.DENIED, "They may not be listed.", null);
        };
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.FAILED);
    assertThat(cloud.done).isEmpty();
    assertThat(Journal.read(folder).toString()).contains("Ask for bigquery.jobs.list there");
  }

  @Test
  void emptiesWhatIsThereBeforeItsFirstTryToo() {
    cloud.holding(plan.backfill(plan.documents().get(0)).name(), 2);
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done)
        .containsSubsequence(
            "empty data-backfill-14:telemetry_stable.main_v4", "submit backfill-r1-1");
  }

  @Test
  void tellsInPreflightWhereTheArchiveAndTheTableDiffer() {
    var type = plan.documents().get(0);
    cloud.tables.put(plan.stable(type).name(), columns("a STRING", "env.build.old INTEGER"));
    cloud.archived.put(type, columns("a STRING", "env.build.foo FLOAT", "env.build.bar STRING"));
    assertThat(run(AGREES, StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .contains(
            type + ": 2 columns are only in the archive; values are lost",
            "env.build.foo, env.build.bar",
            type + ": 1 column is only in the table, NULL where documents lack them: env.build.old")
        .doesNotContain(plan.documents().get(1) + ":");
  }

  @Test
  void refusesAnArchiveOfOtherTypesThanTheTablesAndNeedsNone() throws InvalidPlan {
    var type = plan.documents().get(0);
    cloud.tables.put(plan.stable(type).name(), columns("env.a INTEGER", "env.b STRING"));
    cloud.archived.put(type, columns("env.a STRING", "env.b STRING"));
    assertThat(run(AGREES, StageKind.PREFLIGHT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.PREFLIGHT).text())
        .contains(type + ": 1 column is of another type", "env.a (STRING; in the table INT64)")
        .doesNotContain("env.b");
    plan = PlanFile.read(PlanFile.write(plan).replaceFirst("schemas: .*\n", ""));
    folder = folder.resolve("other");
    assertThat(run(AGREES, StageKind.PREFLIGHT)).isEqualTo(Outcome.DONE);
  }

  /** A structure whose columns are given as {@code record.record.column TYPE}. */
  private static TableSpec columns(String... columns) {
    var tops = new LinkedHashMap<String, List<String>>();
    for (var column : columns) {
      var parts = column.split("\\.", 2);
      tops.computeIfAbsent(parts[0], top -> new ArrayList<>())
          .addAll(parts.length == 1 ? List.of() : List.of(parts[1]));
    }
    var made = new ArrayList<Column>();
    tops.forEach(
        (top, inner) -> {
          var words = top.split(" ");
          var fields = columns(inner.toArray(String[]::new)).columns();
          made.add(
              new Column(words[0], words.length > 1 ? words[1] : "RECORD", "NULLABLE", "", fields));
        });
    return new TableSpec(made, FakeCloud.spec("any").partitioning(), List.of());
  }

  @Test
  void looksForValuesOutsideTheTableInEachJobsCounters() {
    var cell = plan.cells().get(0);
    cloud.counted = Map.of("backfill/outside_table/" + cell.key(), 2L);
    assertThat(run(AGREES, StageKind.VALIDATE)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.VALIDATE).text())
        .contains(cell + ": ", "VALUES OF DOCUMENTS ARE NOT IN THE TABLE!", "2 values outside")
        .doesNotContain(plan.cells().get(1) + ": ");
    // Other types' counters do not make the job's counting known.
    assertThat(view().stage(StageKind.VALIDATE).text())
        .contains(plan.cells().get(2) + ": ", "counters are not known");
  }

  @Test
  void keepsWhatAJobWroteWhenTheConsoleWasKilledAfterIt() throws IOException {
    run(AGREES, StageKind.DECODE);
    var file = folder.resolve("journal.jsonl");
    var lines = Files.readAllLines(file);
    assertThat(lines.get(lines.size() - 1)).contains("decode:whole");
    Files.write(file, lines.subList(0, lines.size() - 1));
    assertThat(run(AGREES, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("empty"));
  }

  @ParameterizedTest
  @EnumSource(names = {"CREDENTIALS", "DENIED", "QUOTA"})
  void startsNoSecondJobBesideOneItMayNoLongerAskAbout(CloudException.Kind kind) {
    cloud.leavingJobs(JobService.State.RUNNING);
    sleeper =
        time -> {
          cloud.unseen = new CloudException(kind, "It may not be asked.", null);
        };
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.UNKNOWN);
    assertThat(view().stage(StageKind.DECODE).text()).contains("continues in the cloud. Resume");
    cloud.unseen = null;
    sleeper = time -> cloud.end(JobService.State.DONE);
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).filteredOn(act -> act.startsWith("submit")).hasSize(1);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("empty"));
  }

  @Test
  void warnsOfAJobThatStandsStill() {
    cloud.leavingJobs(JobService.State.RUNNING);
    var looks = new AtomicInteger();
    sleeper =
        time -> {
          if (looks.incrementAndGet() == 250) {
            cloud.cancel(new JobService.JobKey("p", "r", "i"));
          }
        };
    assertThat(run(AGREES, StageKind.DECODE)).isEqualTo(Outcome.FAILED);
    assertThat(view().each(StageKind.DECODE, JobFact.Said.class))
        .extracting(JobFact.Said::text)
        .filteredOn(text -> text.contains("nothing was heard"))
        .hasSize(2)
        .allMatch(text -> text.contains("cancel it and resume"));
  }

  @Test
  void stopsBetweenStepsAndGoesOn() {
    var calls = new AtomicInteger();
    try (var journal = Journal.open(folder)) {
      var engine = engine(AGREES, journal);
      cloud.before =
          () -> {
            if (calls.incrementAndGet() == 3) {
              engine.stop();
            }
          };
      assertThat(engine.resume(StageKind.REPORT)).isEqualTo(Outcome.STOPPED);
    }
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).doesNotHaveDuplicates();
  }

  @Test
  void backsUpBeforeItAsksAndCopies() {
    assertThat(run(DECLINES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done)
        .contains("back up shared-prod:telemetry_stable.main_v4$20200414")
        .noneMatch(act -> act.startsWith("copy"));
    assertThat(cloud.rows.get(plan.backup("r1", plan.documents().get(0)).name())).isEqualTo(1);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).doesNotHaveDuplicates();
  }

  @Test
  void makesNoBackupThatThePlanDoesNotAskFor() throws InvalidPlan {
    plan = PlanFile.read(PlanFile.write(plan).replace("backup: true", "backup: false"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("back up"));
    assertThat(undo(AGREES)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).lines())
        .filteredOn(line -> line.step().subject().equals("undo"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.text())
                    .contains("has no backup", "another 47 h", "SYSTEM_TIME AS OF"));
  }

  @Test
  void keepsTheBackupThatThePlanKeeps() throws InvalidPlan {
    plan =
        PlanFile.read(
            PlanFile.write(plan).replace("backup: true", "backup: true\n  keep_backup: true"));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.datasets(plan.targetProject()))
        .extracting(dataset -> dataset.name())
        .containsExactly(plan.backups("r1"));
  }

  @Test
  void undoesWhatItCopiedAndCopiesAnew() {
    run(AGREES, StageKind.VERIFY);
    assertThat(undo(DECLINES)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("restore"));
    assertThat(undo(request -> Set.of("shared-prod: 4 partitions"))).isEqualTo(Outcome.REFUSED);
    assertThat(undo(request -> Set.of("undo shared-prod: 4 partitions"))).isEqualTo(Outcome.DONE);
    assertThat(cloud.rows.get(plan.stable(plan.documents().get(0)).name())).isEqualTo(1);
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.UNDONE);
    assertThat(view().stage(StageKind.VERIFY).state()).isEqualTo(State.UNDONE);
    assertThat(undo(AGREES)).isEqualTo(Outcome.REFUSED);
    assertThat(run(AGREES, StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(cloud.rows.get(plan.stable(plan.documents().get(0)).name())).isEqualTo(3);
    assertThat(undo(AGREES)).isEqualTo(Outcome.DONE);
    assertThat(cloud.rows.get(plan.stable(plan.documents().get(0)).name())).isEqualTo(1);
  }

  @Test
  void cleansUpAfterAnUndoWithoutCopyingAgain() {
    run(AGREES, StageKind.VERIFY);
    undo(AGREES);
    var copies = cloud.done.stream().filter(act -> act.startsWith("copy")).count();
    try (var journal = Journal.open(folder)) {
      assertThat(engine(AGREES, journal).run(StageKind.CLEANUP, StageKind.REPORT))
          .isEqualTo(Outcome.DONE);
    }
    assertThat(cloud.done.stream().filter(act -> act.startsWith("copy"))).hasSize((int) copies);
    assertThat(cloud.datasets(plan.targetProject())).isEmpty();
  }

  @Test
  void asksNotAgainForACopyWhoseEndWasLost() {
    cloud.afterCopy =
        what -> {
          if (what.startsWith("copy")) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.UNKNOWN);
    cloud.afterCopy = what -> {};
    var asked = new ArrayList<String>();
    Operator operator =
        request -> {
          request.items().forEach(item -> asked.add(item.phrase()));
          return Set.of(request.phrase());
        };
    var copied = cloud.done.stream().filter(act -> act.startsWith("copy")).toList();
    assertThat(copied).isNotEmpty();
    assertThat(run(operator, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).doesNotHaveDuplicates();
    assertThat(asked).noneMatch(phrase -> copied.contains("copy " + phrase));
  }

  @Test
  void failsWhenOnlySomeWereCopied() {
    cloud.before =
        () -> {
          if (cloud.done.stream().filter(act -> act.startsWith("copy")).count() == 2) {
            throw new CloudException(CloudException.Kind.PRECONDITION, "moved", null);
          }
        };
    assertThat(run(AGREES, StageKind.FINALIZE)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.FINALIZE).text())
        .startsWith("Some were done, these were not.")
        .contains("moved");
  }

  @Test
  void refusesWhatChangedSinceItWasValidated() {
    run(AGREES, StageKind.VALIDATE);
    cloud.changes.put(plan.stable(plan.documents().get(0)).name(), 7);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
    var drift = view().newest(StageKind.FINALIZE, ProductionFact.Drifted.class).orElseThrow();
    assertThat(drift.seen().modified()).contains(Instant.parse("1970-01-01T00:00:00Z"));
    assertThat(drift.now().modified()).contains(Instant.parse("1970-01-01T00:00:07Z"));
  }

  /** Neither is asked about, nor handed over, what its backup no longer holds. */
  @ParameterizedTest
  @ValueSource(strings = {"self", "hand-over"})
  void refusesWhatChangedSinceItsBackup(String by) throws Exception {
    plan = PlanFile.read(PlanFile.write(plan).replaceFirst("by: *self", "by: " + by));
    var stable = plan.stable(plan.documents().get(0)).name();
    cloud.afterCopy =
        what -> {
          if (what.startsWith("back up " + plan.stable(plan.documents().get(0)))) {
            cloud.changes.put(stable, 7);
          }
        };
    var asked = new ArrayList<String>();
    Operator operator =
        request -> {
          request.items().forEach(item -> asked.add(item.phrase()));
          return Set.of(request.phrase());
        };
    assertThat(run(operator, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.FINALIZE).text()).contains("changed since its backup");
    assertThat(asked).noneMatch(phrase -> phrase.contains("main_v4"));
    assertThat(view().each(StageKind.FINALIZE, ProductionFact.PacketMade.class)).isEmpty();
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
    assertThat(run(operator, StageKind.REPORT))
        .as("and it is not what was validated")
        .isEqualTo(Outcome.REFUSED);
    assertThat(view().newest(StageKind.FINALIZE, ProductionFact.Drifted.class)).isPresent();
    assertThat(cloud.done).noneMatch(act -> act.startsWith("copy"));
  }

  @Test
  void acceptsOneDeviationWithAReasonAndNoOther() {
    cloud.rows.put(plan.live(plan.documents().get(0)).name(), 4);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.VALIDATE).state()).isEqualTo(State.REFUSED);
    var cells = plan.cells().stream().filter(c -> c.type().type().equals("main")).toList();
    accept(cells.get(0));
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    accept(cells.get(1));
    cloud.rows.put(plan.live(plan.documents().get(0)).name(), 5);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.REFUSED);
    cloud.rows.put(plan.live(plan.documents().get(0)).name(), 4);
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(view().accepted()).extracting(Acceptance::reason).containsOnly("noise");
    assertThat(accept(plan.cells().get(0)).text()).contains("passes");
  }

  private StepResult accept(Cell cell) {
    try (var journal = Journal.open(folder)) {
      return engine(AGREES, journal).decide(List.of(new Decision.Accept(cell, "noise")));
    }
  }

  private Outcome undo(Operator operator) {
    try (var journal = Journal.open(folder)) {
      return engine(operator, journal).undo();
    }
  }

  @Test
  void refusesToGoOnWithRunOnAnotherCloud() {
    run(AGREES, StageKind.MIRROR);
    var before = cloud.done.size();
    try (var journal = Journal.open(folder)) {
      var c = cloud.cloud();
      var other =
          new Cloud(
              "another",
              c.warehouse(),
              c.staging(),
              c.production(),
              c.objects(),
              c.jobs(),
              c.permissions(),
              c.projects());
      assertThatThrownBy(() -> engine(AGREES, other, journal).resume(StageKind.REPORT))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("was begun on fake, not on another");
    }
    assertThat(cloud.done).hasSize(before);
  }

  @Test
  void doesNothingTwiceWhenItIsDone() {
    run(AGREES, StageKind.REPORT);
    var before = cloud.done.size();
    assertThat(run(AGREES, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).hasSize(before);
  }

  private Outcome run(Operator operator, StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(operator, journal).resume(until);
    }
  }

  private Engine engine(Operator operator, Journal journal) {
    return engine(operator, cloud.cloud(), journal);
  }

  private Engine engine(Operator operator, Cloud on, Journal journal) {
    return new Engine(
        "r1", plan, on, journal, Around.in(folder).sleeping(sleeper).asking(operator).made());
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }
}
