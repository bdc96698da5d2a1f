package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobGraph;
import dev.backfill.cloud.JobGraph.Stage;
import dev.backfill.cloud.JobGraph.Transform;
import dev.backfill.cloud.JobMeasures;
import dev.backfill.cloud.JobMeasures.Elements;
import dev.backfill.cloud.LoadJob;
import dev.backfill.fact.Fact;
import dev.backfill.fact.JobFact;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.JobMeasured.StepMeasured;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.fact.Noted;
import dev.backfill.journal.Journal;
import dev.backfill.plan.TableName;
import dev.backfill.run.RecordedRun;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a job's graph, measures, counters and loads. */
class JobFiguresTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final JobGraph GRAPH =
      new JobGraph(
          List.of(
              new Transform("s1", "Read p:d.a/Out", List.of(), List.of("Read p:d.a/Out.out0")),
              new Transform("s2", "Read p:d.b/Out", List.of(), List.of("Read p:d.b/Out.out0")),
              new Transform(
                  "s3",
                  "Flatten",
                  List.of("Read p:d.a/Out.out0", "Read p:d.b/Out.out0"),
                  List.of("Flatten.out0")),
              new Transform(
                  "s4", "Decode/ParMultiDo", List.of("Flatten.out0"), List.of("Decode.out0")),
              new Transform("s5", "Write/Loads", List.of("Decode.out0"), List.of())),
          List.of(
              new Stage("F1", "DONE", Set.of("s1", "s2", "s3")),
              new Stage("F2", "RUNNING", Set.of("Decode/ParMultiDo")),
              new Stage("F3", "PENDING", Set.of("s5"))));

  @TempDir Path folder;

  private static JobMeasures measures(Map<String, Elements> collections) {
    return new JobMeasures(
        Optional.of(NOW),
        Map.of("backfill/read", 9L),
        collections,
        Map.of("s1", 40L, "s2", 2L, "s4", 700L),
        Optional.of(1.5),
        Optional.of(200L),
        Optional.empty());
  }

  private static Elements elements(long number, double mean) {
    return new Elements(Optional.of(number), Optional.of(mean));
  }

  @Test
  void foldsHundredsOfStepsToThreeParts() {
    var folded =
        JobParts.of(
            "j",
            NOW,
            GRAPH,
            measures(
                Map.of(
                    "Flatten-out0", elements(9, 100),
                    "Read p:d.a/Inner-out0", elements(77, 1),
                    "Decode/ParMultiDo-out0", elements(8, 50))));
    assertThat(folded.steps().get("Read"))
        .isEqualTo(new StepMeasured("DONE", Optional.of(9L), Optional.of(900L), Optional.of(42L)));
    assertThat(folded.steps().get("Decode"))
        .isEqualTo(
            new StepMeasured("RUNNING", Optional.of(8L), Optional.of(400L), Optional.of(700L)));
    assertThat(folded.steps().get("Write"))
        .as("what is not given is not 0")
        .isEqualTo(
            new StepMeasured("PENDING", Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(folded.vcpuMillis()).contains(1500L);
    assertThat(folded.shuffledBytes()).isEmpty();
  }

  @Test
  void withoutAJoinedCollectionTheReadsHandOnWhatOthersTakeIn() {
    var folded =
        JobParts.of(
            "j",
            NOW,
            GRAPH,
            measures(
                Map.of(
                    "Read p:d.a/Out-out0", elements(4, 10),
                    "Read p:d.b/Out-out0", elements(5, 10),
                    "Read p:d.b/Inner-out0", elements(1000, 10))));
    assertThat(folded.steps().get("Read").elements()).contains(9L);
    assertThat(JobParts.of("j", NOW, JobGraph.NONE, JobMeasures.of(Map.of())).isEmpty()).isTrue();
  }

  private static LoadJob load(String id, String table, LoadJob.State state, long rows) {
    return new LoadJob(
        id,
        TableName.parse("a-project:d." + table),
        state,
        Optional.of(rows),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void countsLoadsByTheTableTheyFill() {
    var seen =
        JobLoads.of(
            "j",
            "backfill-r1-1",
            List.of(
                load("beam_bq_job_LOAD_backfillr11_x_1", "main_v4", LoadJob.State.DONE, 3),
                load("beam_bq_job_LOAD_backfillr11_x_2", "main_v4", LoadJob.State.RUNNING, 0),
                load("beam_bq_job_COPY_backfillr11_x_3", "core_v10", LoadJob.State.DONE, 4),
                load(
                    "beam_bq_job_TEMP_TABLE_LOAD_backfillr11_x_4",
                    "beam_bq_job_TEMP_TABLE_LOAD_backfillr11_x_4",
                    LoadJob.State.DONE,
                    4),
                load("beam_bq_job_LOAD_backfillr111_x_1", "main_v4", LoadJob.State.DONE, 99)));
    assertThat(seen.tables().get("a-project:d.main_v4"))
        .isEqualTo(new LoadsSeen.Loads(1, 1, 0, Optional.of(3L)));
    assertThat(seen.tables().get("a-project:d.core_v10"))
        .isEqualTo(new LoadsSeen.Loads(1, 0, 0, Optional.of(4L)));
    assertThat(seen.tables()).containsKey(LoadsSeen.TEMPORARY).hasSize(3);
    assertThat(seen.prefix()).isEqualTo("beam_bq_job_LOAD_backfillr11_");
  }

  private List<Fact> decode(RecordedRun run) {
    run.go(null, StageKind.DECODE);
    return RunView.of(Journal.read(folder)).facts().stream()
        .filter(noted -> noted.stage() == StageKind.DECODE)
        .<Fact>map(Noted::fact)
        .toList();
  }

  private RecordedRun run() throws Exception {
    return new RecordedRun(folder, "{ mode: overwrite, backup: false, by: self }");
  }

  @Test
  void aJobIsDoneWhenItsCountersTellOfAllOfIt() throws Exception {
    var run = run();
    // Four cells of three staged documents each.
    var counted = new AtomicInteger(3);
    run.cloud.measured =
        given -> {
          long read = Math.min(12, counted.getAndAdd(4));
          return JobMeasures.of(
              Map.of("backfill/read", read, "backfill/rows/telemetry/main/4", read));
        };
    var facts = decode(run);
    var last = facts.stream().filter(JobFact.Counters.class::isInstance).toList();
    assertThat(((JobFact.Counters) last.get(last.size() - 1)).sum("backfill/rows/")).isEqualTo(12);
    var done =
        facts.stream().filter(fact -> fact instanceof JobFact.JobStood stood && isDone(stood));
    assertThat(facts.indexOf(done.findFirst().orElseThrow()))
        .as("no page shows an end beside figures of before")
        .isGreaterThan(facts.indexOf(last.get(last.size() - 1)));
  }

  private static boolean isDone(JobFact.JobStood stood) {
    return stood.state().equals("DONE");
  }

  @Test
  void countersThatStayBehindAreToldOf() throws Exception {
    var run = run();
    run.cloud.measured =
        given -> JobMeasures.of(Map.of("backfill/read", 2L, "backfill/rows/telemetry/main/4", 2L));
    assertThat(said(decode(run))).anyMatch(text -> text.contains("tell of 2 of 12 staged records"));
  }

  private static List<String> said(List<Fact> facts) {
    return facts.stream()
        .filter(JobFact.Said.class::isInstance)
        .map(fact -> ((JobFact.Said) fact).text())
        .toList();
  }

  @Test
  void whatMayNotBeAskedIsNotGivenAndEndsNothing() throws Exception {
    var run = run();
    run.cloud.measured =
        given ->
            JobMeasures.of(Map.of("backfill/read", 12L, "backfill/rows/telemetry/main/4", 12L));
    var denied = new CloudException(CloudException.Kind.DENIED, "Not granted.", null);
    run.cloud.refusedGraph = denied;
    run.cloud.refusedLoads = denied;
    var facts = decode(run);
    assertThat(said(facts))
        .filteredOn(text -> text.contains("cannot be asked for"))
        .hasSize(2)
        .anyMatch(text -> text.contains("grant bigquery.jobs.listAll"));
    assertThat(facts).noneMatch(LoadsSeen.class::isInstance);
    assertThat(RunView.of(Journal.read(folder)).stage(StageKind.DECODE).state())
        .isEqualTo(State.DONE);
  }

  @Test
  void theLookBeforeAChangeIsKeptSoThatRatesAreOfTheTimeBetween() throws Exception {
    var run = run();
    var looks = new ArrayList<Instant>();
    run.cloud.leavingJobs(dev.backfill.cloud.JobService.State.RUNNING);
    run.cloud.measured =
        given -> {
          looks.add(NOW.plusSeconds(15L * looks.size()));
          if (looks.size() == 6) {
            run.cloud.end(dev.backfill.cloud.JobService.State.DONE);
          }
          var read = looks.size() < 5 ? 2L : 12L;
          return new JobMeasures(
              Optional.of(looks.get(looks.size() - 1)),
              Map.of("backfill/read", read, "backfill/rows/telemetry/main/4", read),
              Map.of("Flatten-out0", new Elements(Optional.of(read), Optional.empty())),
              Map.of(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
        };
    assertThat(decode(run))
        .filteredOn(JobMeasured.class::isInstance)
        .extracting(fact -> ((JobMeasured) fact).at())
        .startsWith(looks.get(0), looks.get(3), looks.get(4));
  }
}
