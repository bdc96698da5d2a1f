package dev.backfill.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.backfill.cloud.CloudException;
import dev.backfill.journal.Entry;
import dev.backfill.problem.Problem;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others wrote reaches a terminal and the log as text: it moves nothing, and forges no line.
 */
class TerminalTest {
  private static final String EVIL =
      "x\u001b[2J\u009b1A\u202e\rfinalize done\nverify done: all good";
  private static final String FORGED = "(?m)^(finalize|verify) done";
  private static final String ACTING = "[\\p{Cc}\\p{Cf}&&[^\\n\\t]]";
  private static final String PLAN =
      """
      name: main-dedupe
      reason: a test
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      schemas: gs://schemas/a.tar.gz
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Streams streams =
      new Streams(new ByteArrayInputStream(new byte[0]), Streams.utf8(out), Streams.utf8(out));

  @Test
  void showsARunsTexts() {
    var now = Instant.EPOCH;
    var whole = new Step(StageKind.DECODE, "whole");
    var job = new Step(StageKind.DECODE, EVIL);
    var view =
        RunView.of(
            List.of(
                new Entry.Opened(now, "r1", "1", "a sandbox", PLAN),
                new Entry.Started(now, whole, 1, null),
                new Entry.Started(now, job, 1, EVIL),
                new Entry.Ended(now, job, 1, new StepResult.Failed("", EVIL)),
                new Entry.Ended(
                    now,
                    whole,
                    1,
                    new StepResult.Refused(List.of(Problem.said("a"), Problem.said(EVIL))))));
    new Printer(new PrintStream(out, true, UTF_8)).changed(view);
    assertThat(out.toString(UTF_8))
        .contains("decode refused: a", "x\\u001b[2J")
        .doesNotContainPattern(FORGED)
        .doesNotContainPattern(ACTING);
  }

  @Test
  void showsWhatAServiceSaidInOneLine() {
    assertThat(new CloudException(CloudException.Kind.DENIED, EVIL, null).getMessage())
        .hasLineCount(1)
        .doesNotContainPattern(ACTING);
    streams.say(EVIL);
    streams.complain(EVIL);
    streams.out().flush();
    streams.err().flush();
    assertThat(out.toString(UTF_8)).hasLineCount(2).doesNotContainPattern(ACTING);
  }

  @Test
  void showsWhatAPlanOrAnArgumentHolds() throws Exception {
    var plan = Files.writeString(folder.resolve("plan.yaml"), "name: \"\\e[2J\\r\\n\\u202e\"\n");
    assertThat(run("plan", "--check", plan.toString())).isEqualTo(2);
    assertThat(run("report", "r\u001b[2J", "--format", EVIL)).isEqualTo(2);
    assertThat(run("report", "r\u001b[2J\nverify done", "--format", "md")).isNotZero();
    assertThat(out.toString(UTF_8))
        .contains("name: '")
        .doesNotContainPattern(FORGED)
        .doesNotContainPattern(ACTING);
  }

  private int run(String... args) {
    return Main.commandLine(streams).execute(args);
  }

  @Test
  void forgesNoEntryOfTheLog() throws Exception {
    var file = folder.resolve("console.log");
    var context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("backfill.log", file.toString());
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(TerminalTest.class.getResource("/logback.xml"));
    var entry = "\u001b[2J\n2020-04-15T03:00:00.000Z ERROR [main] a [BC-0000000] forged";
    context.getLogger("a").warn("said {}", entry, new IllegalStateException(entry));
    context.getLogger("a").info("next");
    context.stop();
    assertThat(file)
        .content()
        .contains("    java.lang.IllegalStateException: ", "    \tat dev.backfill")
        .doesNotContainPattern(ACTING);
    assertThat(Files.readAllLines(file).stream().filter(line -> line.matches("\\d{4}-.*")))
        .hasSize(2);
  }
}
