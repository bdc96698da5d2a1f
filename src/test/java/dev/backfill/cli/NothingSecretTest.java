package dev.backfill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobService;
import dev.backfill.journal.Journal;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.report.Format;
import dev.backfill.run.Around;
import dev.backfill.run.Engine;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that come by error texts, job messages, labels or a plan are kept nowhere. */
class NothingSecretTest {
  private static final String MARK = "s3cr3tMark0123456789abcdefghij";
  private static final String TOKEN = "ya29.a0Af_" + MARK;

  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        TOKEN,
        "Authorization: Bearer " + MARK,
        "{\"access_token\": \"" + MARK + "\", \"expires_in\": 3599}",
        "{\\\"client_secret\\\": \\\"" + MARK + "\\\"}",
        "refresh_token=1//0g" + MARK,
        "https://storage.googleapis.com/b/o?X-Goog-Signature=" + MARK + "&x=1",
        "AIzaSy" + MARK + "xyz",
        "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0." + MARK,
        "-----BEGIN PRIVATE KEY-----\n" + MARK + "\n-----END PRIVATE KEY-----",
        "user-agent: x (password=" + MARK + ")"
      })
  void isTakenOutInEachOfItsForms(String text) {
    assertThat(Secrets.removed("before " + text + " after"))
        .doesNotContain(MARK)
        .startsWith("before ")
        .contains("[removed]");
  }

  @Test
  void leavesPlainTextsAlone() {
    var plain =
        "moz-fx-data-shared-prod:telemetry_stable.main_v4$20200414 was refused: the bearer of the"
            + " role lacks bigquery.tables.getData; {\"basic\": \"file_loads\"}";
    assertThat(Secrets.removed(plain)).isEqualTo(plain);
  }

  @Test
  void standsInNoFileOfARun() throws Exception {
    var plan = plan();
    // A job that fails with the credential in its message, and a service that quotes the request.
    var cloud = new FakeCloud(plan).saying("Worker env GOOGLE_TOKEN=" + TOKEN);
    var run = run(plan, cloud);
    var failing = new FakeCloud(plan).leavingJobs(JobService.State.FAILED).saying("label " + TOKEN);
    var second = run(plan, failing);
    var quoting =
        new FakeCloud(plan)
            .failingWith(
                new CloudException(
                    CloudException.Kind.DENIED,
                    "403 for GET /x, Authorization: Bearer " + TOKEN + ". Ask for the role.",
                    new IllegalStateException("Bearer " + TOKEN)));
    var third = run(plan, quoting);
    for (var one : List.of(run, second, third)) {
      var view = RunView.of(Journal.read(one));
      assertThat(Files.readString(one.resolve("journal.jsonl"))).doesNotContain(MARK);
      for (var format : Format.values()) {
        assertThat(format.write(view)).as(format.name()).doesNotContain(MARK);
      }
    }
    assertThat(Files.readString(second.resolve("journal.jsonl"))).contains("[removed]");
    assertThat(said).isNotEmpty().noneMatch(line -> line.contains(MARK));
  }

  @Test
  void standsInNoLog() throws Exception {
    var file = folder.resolve("console.log");
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("backfill.log", file.toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(NothingSecretTest.class.getResource("/logback.xml"));
    context
        .getLogger("a")
        .error("call with Bearer {}", TOKEN, new IllegalStateException("token " + TOKEN));
    context.stop();
    // A warning would be printed on standard output, which programs read.
    assertThat(new StatusUtil(context).getHighestLevel(0)).isLessThan(Status.WARN);
    assertThat(file)
        .content()
        .containsOnlyOnce("IllegalStateException")
        .contains("ERROR", "\tat ", "[removed]")
        .doesNotContain(MARK);
  }

  private Path run(Plan plan, FakeCloud cloud) throws Exception {
    var place = Files.createTempDirectory(folder, "run");
    var printed = new ByteArrayOutputStream();
    try (var journal = Journal.open(place)) {
      new Engine("r1", plan, cloud.cloud(), journal, around(new PrintStream(printed, true, UTF_8)))
          .resume(StageKind.REPORT);
    }
    said.add(printed.toString(UTF_8));
    return place;
  }

  private Engine.Surroundings around(PrintStream out) {
    var printer = new Printer(out);
    return Around.in(folder)
        .asking(request -> Set.of(request.phrase()))
        .telling(
            new RunListener() {
              @Override
              public void changed(RunView view) {
                printer.changed(view);
                view.stages().forEach(stage -> said.add(stage.text()));
              }

              @Override
              public void said(StageKind stage, String text) {
                said.add(text);
              }
            })
        .made();
  }

  private static Plan plan() throws InvalidPlan {
    return PlanFile.read(
        """
        name: secrets
        reason: pasted by mistake, access_token=%s
        days: { first: 2020-04-14, last: 2020-04-14 }
        documents: [ telemetry/main/4 ]
        source: { project: shared-prod }
        target: { project: data-backfill-14 }
        schemas: gs://schemas/a.tar.gz
        """
            .formatted(TOKEN));
  }
}
