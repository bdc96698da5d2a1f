package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
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
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsColumnNames() {
    assertThat(run("payloadInfo\n64bit\n\n", "snake-case")).isZero();
    assertThat(out).hasToString("payload_info\n_64bit\n\n");
  }

  @Test
  void printsEveryProblemOfPlan() throws IOException {
    var plan = Files.writeString(folder.resolve("plan.yaml"), "nam: x\n");
    assertThat(run("", "plan", "--check", plan.toString())).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .contains("nam: unknown key; did you mean 'name'?", "name: is missing; add it");
  }

  @Test
  void saysWhatIsMissingWithCodeAndWithoutStackTrace() {
    assertThat(run("", "decode", "--schemas", folder.resolve("none.tar.gz").toString()))
        .isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("There is no schema archive at ")
        .containsPattern("\\[BC-[0-9A-Z]{7}]")
        .hasLineCount(1);
  }

  @Test
  void answersBrokenLinesOneForOne() {
    assertThat(run("nonsense\n{\"schema\":3,\"payload\":\"{}\"}\n", "transform")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"error\":"));
  }

  @Test
  void saysWithoutCommandWhichThereAre() {
    assertThat(run("")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: backfill-console");
  }

  @Test
  void offersEveryCommand() {
    assertThat(run("", "--help")).isZero();
    for (var name :
        List.of(
            "rehearse", "run", "plan", "report", "sandbox", "decode", "transform", "snake-case")) {
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("\n  " + name + " ");
    }
  }

  @Test
  void writesReportOfRun() {
    try (var journal = Journal.open(folder.resolve("r1"))) {
      journal.append(new Entry.Opened(Instant.EPOCH, "r1", "0", "a sandbox", PLAN));
    }
    assertThat(run("", "report", "r1", "--runs", folder.toString(), "--format", "md")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("# main-dedupe");
    assertThat(run("", "report", "r1", "--runs", folder.toString(), "--format", "pdf"))
        .isEqualTo(2);
    assertThat(run("", "report", "none", "--runs", folder.toString(), "--format", "md"))
        .isEqualTo(1);
  }

  @Test
  void refusesUnknownCommand() {
    assertThat(run("", "undo-everything")).isEqualTo(2);
  }

  private int run(String stdin, String... args) {
    var in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
    return Main.commandLine(new Streams(in, Streams.utf8(out), Streams.utf8(err))).execute(args);
  }
}
