package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobService;
import dev.backfill.cloud.TemplateJob;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.Decision;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.MortalConsole;
import dev.backfill.run.Outcome;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An organisation's own decoder is launched once, whatever ends the console meanwhile. */
@Tag("long")
class TemplateDecodeTest {
  private static final String ONE = "telemetry/main/4";
  private static final String TWO = "telemetry/main/4, telemetry/core/10";
  private static final StageKind BEFORE = StageKind.STAGE;

  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan(TWO);
  }

  private void plan(String documents) throws Exception {
    plan =
        PlanFile.read(
            """
            playbook: reprocess
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ %s ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            errors: { messages: [ '%%too long%%' ] }
            decode:
              by: template
              template: gs://templates/decoder.json
              parameters: { input: "${input}", output: "${output}", errorOutput: "${errors}" }
            dataflow: { service_account: w@data-backfill-14.iam.gserviceaccount.com, disk_gb: 50,
              service_options: [ a=b ], labels: { team: data } }
            """
                .formatted(documents));
    cloud = new FakeCloud(plan).keepingTime();
  }

  private MortalConsole console() {
    return new MortalConsole(plan, cloud);
  }

  @Test
  void launchesOneJobForRowsThatItGathered() {
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(names()).containsExactly("backfill-r1-1");
    assertThat(cloud.launched.get(0).parameters())
        .containsEntry("input", "data-backfill-14:payload_bytes_error.backfill_input_try_1")
        .containsEntry("errorOutput", "data-backfill-14:payload_bytes_error.telemetry");
    assertThat(gathered())
        .containsExactlyInAnyOrder(
            "query r1-decode-inputs-of-2020-04-14-for-try-1-1",
            "query r1-decode-inputs-of-2020-04-15-for-try-1-1");
    assertThat(cloud.submitted()).isEmpty();
  }

  @Test
  void aTypeWhoseDaysAreAllMeantIsReadWhereItWasStaged() throws Exception {
    plan(ONE);
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(gathered()).isEmpty();
    assertThat(cloud.launched.get(0).parameters())
        .containsEntry("input", plan.staged(plan.documents().get(0)).toString());
  }

  /** Before an entry is written, and right after it, of the whole of decode. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isLaunchedOnceByAConsoleThatDiesAtAnyEntry(boolean before) throws Exception {
    assertThat(console().run(folder, BEFORE)).isEqualTo(Outcome.DONE);
    var first = Journal.read(folder).size() + 1;
    assertThat(console().run(folder, StageKind.DECODE)).isEqualTo(Outcome.DONE);
    var last = Journal.read(folder).size();
    assertThat(last - first).as("entries of decode").isGreaterThan(15);
    for (var entry = first; entry <= last; entry++) {
      var where = folder.resolve((before ? "before-" : "after-") + entry);
      cloud = new FakeCloud(plan).keepingTime();
      console().run(where, BEFORE);
      console().dies(where, StageKind.DECODE, before, entry);
      assertThat(console().run(where, StageKind.VERIFY))
          .as(where.toString())
          .isEqualTo(Outcome.DONE);
      assertThat(names()).as(where.toString()).containsExactly("backfill-r1-1");
      assertThat(gathered().stream().distinct()).as("jobs of " + where).hasSize(2);
    }
  }

  /** It runs, and its answer was lost: it is found by its name. */
  @Test
  void findsTheJobWhoseAnswerWasLost() {
    var lost = new AtomicBoolean();
    cloud.afterCopy =
        what -> {
          if (what.startsWith("launch") && lost.compareAndSet(false, true)) {
            throw new CloudException(CloudException.Kind.UNAVAILABLE, "lost", null);
          }
        };
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.UNKNOWN);
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(names()).containsExactly("backfill-r1-1");
  }

  @Test
  void twoConsolesOfOneRunWatchOneJob() throws Exception {
    assertThat(console().run(folder, BEFORE)).isEqualTo(Outcome.DONE);
    var other = Files.createDirectories(folder.resolve("other"));
    Files.copy(folder.resolve(Journal.FILE), other.resolve(Journal.FILE));
    assertThat(console().run(folder, StageKind.DECODE)).isEqualTo(Outcome.DONE);
    assertThat(console().run(other, StageKind.DECODE)).isEqualTo(Outcome.DONE);
    assertThat(names()).containsExactly("backfill-r1-1");
  }

  @Test
  void aLauncherThatFailsSaysWhatToDoAndIsTriedUnderAnotherName() {
    cloud
        .leavingJobs(JobService.State.FAILED)
        .saying("Error occurred in the launcher container: Template launch failed.");
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.FAILED);
    assertThat(view(folder).stage(StageKind.DECODE).text())
        .contains("ended FAILED: Error occurred in the launcher container")
        .contains("The launcher's log tells why")
        .contains("Then resume");
    cloud.leavingJobs(JobService.State.DONE);
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(names()).containsExactly("backfill-r1-1", "backfill-r1-2");
    assertThat(cloud.launched.get(1).parameters().get("input"))
        .as("a job that was thought dead may read its own still")
        .endsWith("backfill_input_try_2");
  }

  /** Queued for as long as its launcher takes, then cancelled by whoever. */
  @Test
  void aJobInItsLaunchersHandsIsWatchedAndMayBeCancelled() {
    cloud.leavingJobs(JobService.State.QUEUED);
    var looks = new int[1];
    var surroundings =
        Around.in(folder)
            .sleeping(
                time -> {
                  if (++looks[0] == 3) {
                    cloud.cancel(cloud.find("p", "r", "backfill-r1-1").orElseThrow().key());
                  }
                })
            .made();
    try (var journal = Journal.open(folder)) {
      assertThat(
              new Engine("r1", plan, cloud.cloud(), journal, surroundings)
                  .run(null, StageKind.REPORT))
          .isEqualTo(Outcome.FAILED);
    }
    assertThat(looks[0]).isGreaterThanOrEqualTo(3);
    assertThat(view(folder).stage(StageKind.DECODE).text()).contains("was cancelled");
  }

  /** The others' rows stay as they are. */
  @Test
  void aCellThatIsWantedOnceMoreIsGatheredAlone() {
    assertThat(console().run(folder, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    try (var journal = Journal.open(folder)) {
      var again = new Decision.Again(plan.cells().get(0));
      assertThat(console().engine(folder, journal).decide(List.of(again)).succeeded()).isTrue();
    }
    assertThat(console().run(folder, StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(names()).containsExactly("backfill-r1-1", "backfill-r1-again-1-1");
    assertThat(cloud.launched.get(1).parameters().get("input"))
        .endsWith("backfill_input_again_1_try_1");
    assertThat(gathered()).hasSize(3);
    assertThat(
            new TemplateInput(plan, plan.cells().subList(0, 1), "again 1", 1)
                .sql(plan.days().first()))
        .containsOnlyOnce("SELECT")
        .contains("backfill_telemetry_telemetry__core_v10");
  }

  @Test
  void writesTheCommandThatDoesTheSame() {
    var step =
        Playbooks.of(plan).steps(PlannedRun.of(plan)).stream()
            .filter(one -> one.step().equals(new Step(StageKind.DECODE, "job")))
            .findFirst()
            .orElseThrow();
    assertThat(step.command())
        .startsWith("gcloud dataflow flex-template run 'backfill-RUN-1' \\\n")
        .contains("--template-file-gcs-location='gs://templates/decoder.json'")
        .contains(
            "--parameters='output=data-backfill-14:"
                + "${document_namespace}_live.${document_type}_v${document_version}'")
        .contains("--disable-public-ips", "--max-workers=1000", "--region='us-central1'")
        .contains("--service-account-email='w@data-backfill-14.iam.gserviceaccount.com'")
        .contains("--additional-pipeline-options='diskSizeGb=50'")
        .contains("--additional-pipeline-options='dataflowServiceOptions=a=b'")
        .contains("--additional-user-labels='team=data'");
    assertThat(step.call()).contains("flexTemplates.launch");
    assertThat(step.permissions())
        .extracting(PlannedStep.Permission::name)
        .contains("dataflow.jobs.create", "iam.serviceAccounts.actAs", "storage.buckets.get");
  }

  private List<String> names() {
    return cloud.launched.stream().map(TemplateJob::name).toList();
  }

  private List<String> gathered() {
    return cloud.done.stream().filter(act -> act.contains("-inputs-of-")).toList();
  }

  private static RunView view(Path where) {
    return RunView.of(Journal.read(where));
  }
}
