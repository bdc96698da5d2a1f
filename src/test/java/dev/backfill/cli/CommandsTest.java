package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** A server at which both ids have one number. */
  @Test
  void refusesATargetThatIsProductionByItsNumber() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = "{\"projectNumber\": \"7\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var plan = Files.writeString(folder.resolve("plan.yaml"), PLAN).toString();
      var at = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(run("", "plan", "--check", plan)).isZero();
      assertThat(run("", "plan", "--check", plan, "--ask-cloud", "--endpoint", at)).isEqualTo(2);
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("are one project: production is never a target.");
    } finally {
      server.stop(0);
    }
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --plan PLAN --endpoint foo|2|--endpoint foo is not an address.",
        "run --plan PLAN --endpoint http://|2|is not an address.",
        "run --plan PLAN --endpoint file:///x|2|is not an address.",
        "run --plan PLAN --endpoint http://127.0.0.1:99999|2|is not an address.",
        "run --plan PLAN --endpoint http://127.0.0.1:1 --runs PLAN|2|plan.yaml is not a folder.",
        "run --plan PLAN --endpoint http://127.0.0.1:1 --runs DIR --report PLAN/x|2|Name another.",
        "run --plan DIR --runs DIR|2|is a folder; name a plan's file",
        "run --plan DIR/none --runs DIR|2|is not there; check the name",
        "run --resume ../.. --runs DIR|2|--resume takes a run ID",
        "run --resume none --runs DIR|1|There is no run at ",
        "report none --format md --runs PLAN|1|The journal ",
        "report none --format md --runs DIR|1|There is no run at ",
        "hand-over DIR/none.json|2|There is no ",
        "hand-over DIR|1|A file or stream failed: Is a directory.",
        "hand-over PLAN|3|is not a packet. Ask for a new one.",
        "sandbox --dir PLAN --documents 0|2|plan.yaml is not a folder.",
        "sandbox --dir DIR/s --documents 0 --port 99999|2|--port takes a number",
        "rehearse --dir DIR/s --pings DIR/none|2|There is no ",
        "rehearse --playbook replai|2|No playbook is called 'replai'. The playbooks are replay",
        "decode --schemas PLAN|1|is not a whole .tar.gz archive."
      })
  void saysWhatIsWrongInASentence(String line, int code, String words) throws IOException {
    var plan = Files.writeString(folder.resolve("plan.yaml"), PLAN).toString();
    var args = line.replace("PLAN", plan).replace("DIR", folder.toString()).split(" ");
    var exit = run("", args);
    var said = err.toString(StandardCharsets.UTF_8) + out.toString(StandardCharsets.UTF_8);
    assertThat(said).contains(words).doesNotContain("Exception", "\tat ", "null");
    assertThat(exit).as(said).isEqualTo(code);
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
            "rehearse",
            "run",
            "plan",
            "report",
            "journal",
            "sandbox",
            "decode",
            "transform",
            "snake-case")) {
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
  void repairsJournalAndSaysWhatWasLost() throws IOException {
    var run = folder.resolve("r1");
    try (var journal = Journal.open(run)) {
      journal.append(new Entry.Opened(Instant.EPOCH, "r1", "0", "a sandbox", PLAN));
      journal.append(new Entry.Closed(Instant.EPOCH, "done"));
    }
    var file = run.resolve("journal.jsonl");
    var lines = Files.readAllLines(file);
    Files.write(file, List.of(lines.get(0), "half a line", lines.get(1)));
    assertThat(run("", "report", "r1", "--runs", folder.toString(), "--format", "md")).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Line 2 of ", "journal --repair '" + run + "'")
        .hasLineCount(1);
    try (var held = Journal.open(folder.resolve("r2"))) {
      held.append(new Entry.Opened(Instant.EPOCH, "r2", "0", "a sandbox", PLAN));
      assertThat(run("", "journal", "--repair", "r2", "--runs", folder.toString())).isEqualTo(3);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("Another console has the run r2");
    }
    assertThat(run("", "journal", "--repair", "r1", "--runs", folder.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "Line 2, in preflight, is damaged: 11 bytes are lost.",
            "Kept 2 entries; damaged lines: 1. The journal as it was: "
                + run.resolve("journal.jsonl.damaged-1"),
            "Resume the run: it asks the cloud about its jobs by their IDs.");
    assertThat(run("", "journal", "--repair", run.toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Nothing to repair: 3 entries");
    assertThat(run("", "report", "r1", "--runs", folder.toString(), "--format", "md")).isZero();
    assertThat(run("", "journal", "--repair", "none", "--runs", folder.toString())).isEqualTo(1);
    assertThat(run("", "journal")).isEqualTo(2);
  }

  @Test
  void refusesRunThatNeverBegan() throws IOException {
    Files.createFile(Files.createDirectories(folder.resolve("r1")).resolve("journal.jsonl"));
    var runs = folder.toString();
    for (var args :
        List.of(
            List.of("report", "r1", "--runs", runs, "--format", "md"),
            List.of("run", "--resume", "r1", "--runs", runs, "--endpoint", "http://127.0.0.1:1"))) {
      assertThat(run("", args.toArray(String[]::new))).isEqualTo(3);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("This run never began");
      err.reset();
    }
    assertThat(run("", "journal", "--repair", "r1", "--runs", runs)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("the run never began");
  }

  @Test
  void namesTheNearestCellOfAMistypedOne() throws IOException {
    var days = PLAN.replace("last: 2020-04-14", "last: 2020-12-31");
    var plan = Files.writeString(folder.resolve("plan.yaml"), days).toString();
    var runs = folder.resolve("runs");
    var wrong = "telemetry/main/4@2020-05-4=late";
    var args = List.of("run", "--plan", plan, "--runs", runs.toString(), "--leave-out", wrong);
    assertThat(run("", args.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow())
        .startsWith(
            "The plan has no cell telemetry/main/4@2020-05-4. Did you mean telemetry/main/4")
        .contains("the plan has 262, the nearest are ")
        .hasSizeLessThan(600);
    assertThat(runs).as("no run is begun").doesNotExist();
  }

  @Test
  void refusesWhatCannotBeSaidOfACell() {
    try (var journal = Journal.open(folder.resolve("r1"))) {
      journal.append(new Entry.Opened(Instant.EPOCH, "r1", "0", "sandbox at x", PLAN));
    }
    var cell = "telemetry/main/4@2020-04-14";
    var both = List.of("--leave-out", cell + "=late", "--again", cell);
    var resume = new ArrayList<>(List.of("run", "--resume", "r1", "--runs", folder.toString()));
    resume.addAll(both);
    assertThat(run("", resume.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("not both");
    assertThat(run("", "run", "--plan", "plan.yaml", "--again", cell)).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--again need --resume");
    assertThat(run("", "rehearse", "--from", "decode")).isEqualTo(2);
    assertThat(run("", "rehearse", "--from", "decode", "--dir", folder.toString() + "/none"))
        .isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("/none holds none.");
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
