package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.JobService;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Outcome;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The decode step's line by hand launches the job that the run launches. */
class LaunchCommandTest {
  private static final Pattern WORD = Pattern.compile("'[^']*'|[^\\s'\\\\]+");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static Plan plan(String flow) throws Exception {
    return PlanFile.read(
        """
        name: test
        reason: a test
        days: [ 2020-04-14, 2020-04-15, 2020-06-01 ]
        documents: [ telemetry/main/4, telemetry/core/10 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        """
            + flow);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dataflow: { region: us-central1, workers: { initial: 3, max: 70 },"
            + " machine: n1-highmem-4, public_ips: true, read: export }",
        "dataflow: { region: us-central1, service_account: w@p.iam.gserviceaccount.com,"
            + " network: n, subnetwork: regions/us-central1/subnetworks/s, disk_gb: 99,"
            + " staging_location: gs://data-backfill-14-workers/files,"
            + " kms_key: projects/keys-prod/locations/us-central1/keyRings/r/cryptoKeys/k,"
            + " upload_buffer_mb: 2, flexrs: true, service_options: [ enable_prime, a=b ],"
            + " experiments: [ x, y=z ], labels: { team: data, cost: low } }"
      })
  void launchesTheJobThatTheRunLaunches(String flow) throws Exception {
    var plan = plan(flow);
    var byRun = new FakeCloud(plan);
    byRun.buckets.add("data-backfill-14-workers");
    run(plan, byRun, folder.resolve("a").resolve("r1"), StageKind.DECODE);
    var byHand = new FakeCloud(plan);
    byHand.buckets.add("data-backfill-14-workers");
    var journal = folder.resolve("b").resolve("r1");
    run(plan, byHand, journal, StageKind.STAGE);
    assertThat(launch(byHand, line(PlannedRun.of(plan, "r1"), "job"))).isZero();
    assertThat(byHand.submitted()).isEqualTo(byRun.submitted()).hasSize(1);
    run(plan, byHand, journal, StageKind.DECODE);
    assertThat(byHand.submitted()).as("the run takes that job up").hasSize(1);
  }

  @Test
  void writesEveryParameterOfTheLaunch() throws Exception {
    assertThat(line(PlannedRun.of(plan("")), "job"))
        .startsWith("# Rows are loaded into tables that are there")
        .contains(
            "partitioning and the clustering that each has",
            "# Rows that cannot be decoded go to data-backfill-14:payload_bytes_error.telemetry.",
            "java -jar backfill-console.jar launch",
            "--job='backfill-RUN-1'",
            "--region='us-central1'",
            "--workers=5",
            "--max-workers=1000",
            "--machine='n1-standard-2'",
            "--public-ips=false",
            "--read=direct",
            "--write=file_loads",
            "--upload-buffer=16777216",
            "--shuffle=service",
            "--flexrs=false",
            "--cells='telemetry/core/10@2020-04-14/2020-04-15'",
            "--cells='telemetry/core/10@2020-06-01/2020-06-01'",
            "--cells='telemetry/main/4@2020-04-14/2020-04-15'");
  }

  @Test
  void putsTheSchemasAloneAndPassesWhatIsChangedInTheLine() throws Exception {
    var plan = plan("");
    var cloud = new FakeCloud(plan);
    run(plan, cloud, folder.resolve("r1"), StageKind.STAGE);
    assertThat(launch(cloud, line(PlannedRun.of(plan, "r1"), "schemas"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("schemas gs://data-backfill-14-r1/schemas/");
    assertThat(cloud.submitted()).isEmpty();
    var changed =
        line(PlannedRun.of(plan, "r1"), "job")
            .replace("--upload-buffer=16777216", "--upload-buffer=1048576")
            .replace("--shuffle=service", "--shuffle=appliance");
    assertThat(launch(cloud, changed)).isZero();
    assertThat(cloud.submitted().get(0).uploadBuffer()).isEqualTo(1 << 20);
    assertThat(cloud.submitted().get(0).shuffle()).isEqualTo("appliance");
  }

  @Test
  void refusesAJobThatThereIsAndATargetThatIsAnothers() throws Exception {
    var plan = plan("");
    var cloud = new FakeCloud(plan).leavingJobs(JobService.State.RUNNING);
    run(plan, cloud, folder.resolve("r1"), StageKind.STAGE);
    var line = line(PlannedRun.of(plan, "r1"), "job");
    assertThat(launch(cloud, line)).isZero();
    assertThat(launch(cloud, line)).isEqualTo(Outcome.REFUSED.exitCode());
    assertThat(said()).contains("which is RUNNING. It writes these rows already");
    assertThat(launch(cloud, line.replace("'r1'", "'r2'").replace("r1-1", "r2-1")))
        .isEqualTo(Outcome.REFUSED.exitCode());
    assertThat(said()).contains("data-backfill-14:telemetry_stable is held by run r1");
    assertThat(launch(cloud, line.replace("'data-backfill-14'", "'shared-prod'"))).isEqualTo(2);
    assertThat(launch(cloud, line.replace("/2020-04-15", "/2020-04-13"))).isEqualTo(2);
    assertThat(cloud.submitted()).hasSize(1);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static String line(PlannedRun run, String step) {
    return Playbooks.of(PlaybookId.REPLAY)
        .planned(run, new Step(StageKind.DECODE, step))
        .orElseThrow()
        .command();
  }

  private int launch(FakeCloud cloud, String line) {
    var words =
        WORD.matcher(line.lines().filter(one -> !one.startsWith("#")).reduce("", (a, b) -> a + b))
            .results()
            .map(word -> word.group().replace("'", ""))
            .toList();
    // A word in quotes goes on with the option before it.
    var joined = new ArrayList<String>();
    words.forEach(
        word -> {
          var last = joined.isEmpty() ? "" : joined.get(joined.size() - 1);
          if (last.endsWith("=")) {
            joined.set(joined.size() - 1, last + word);
          } else {
            joined.add(word);
          }
        });
    var args = joined.subList(joined.indexOf("launch") + 1, joined.size());
    var streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]), new PrintStream(out), new PrintStream(err));
    return new CommandLine(new LaunchCommand(streams, cloud.cloud()), new Commands(streams))
        .setErr(new PrintWriter(err, true))
        .execute(args.toArray(String[]::new));
  }

  private static void run(Plan plan, FakeCloud cloud, Path folder, StageKind until) {
    try (var journal = Journal.open(folder)) {
      var engine =
          new Engine("r1", plan, cloud.cloud(), journal, Around.in(Path.of("none")).made());
      assertThat(engine.resume(until)).isEqualTo(Outcome.DONE);
    }
  }
}
