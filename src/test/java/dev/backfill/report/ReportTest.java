package dev.backfill.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.JobFact;
import dev.backfill.fact.Sent;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.PlaybookId;
import dev.backfill.problem.Problem;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ReportTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final String PLAN =
      """
      name: main-dedupe
      reason: a <script>alert(1)</script> & more
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      schemas: gs://schemas/a.tar.gz
      """;

  private final List<Entry> entries =
      List.of(
          new Entry.Opened(NOW, "r1", "0.1.0", "a sandbox", PLAN),
          new Entry.Started(NOW, new Step(StageKind.MIRROR, "whole"), 1, null),
          new Entry.Started(NOW, new Step(StageKind.MIRROR, "d.t"), 1, "job-1"),
          new Entry.Ended(
              NOW,
              new Step(StageKind.MIRROR, "d.t"),
              1,
              StepResult.Refused.of(Problem.said("another structure"))),
          new Entry.Ended(
              NOW,
              new Step(StageKind.MIRROR, "whole"),
              1,
              StepResult.Refused.of(Problem.said("another structure"))),
          worker(0, 1, 5),
          worker(60, 5, 5),
          new Entry.Observed(NOW, StageKind.VALIDATE, new CountFact.Counted(counts())),
          new Entry.Accepted(NOW, "telemetry/main/4@2020-04-14", "noise", List.of("2 missing")),
          new Entry.Agreed(NOW, StageKind.FINALIZE, "p:d.t$20200414", List.of("p:d.t")));
  private final RunView view = RunView.of(entries);

  @Test
  void tellsTheSameInMarkdown() {
    assertThat(Format.MD.write(view))
        .contains(
            "## Stage target payloads into a table",
            "**mirror**: REFUSED",
            "bq --project_id='data-backfill-14' --location='US'"
                + " --job_id='r1-finalize-shared-prod-telemetry_stable-main_v4-20200414-1' cp -f"
                + " 'data-backfill-14:telemetry_stable.main_v4$20200414'",
            "- `d.t`: REFUSED (job `job-1`). another structure",
            "| telemetry_stable.main_v4 | 2020-04-14 | 100 | 95 | 40 | 98 | 98 | 2 | 1.0316 | PASS"
                + " |",
            "2 missing a, b",
            "typed `p:d.t$20200414`",
            "`telemetry/main/4@2020-04-14`: noise (2 missing)",
            "1 of 5");
  }

  @Test
  void writesJsonThatOthersCanRead() throws IOException {
    var json = JsonMapper.builder().build().readTree(Format.JSON.write(view));
    assertThat(json.at("/stages/1/state").asText()).isEqualTo("REFUSED");
    assertThat(json.at("/counts_before/0/checks"))
        .hasSize(Playbooks.of(PlaybookId.REPLAY).checks().size());
    assertThat(json.at("/workers/1/current").asInt()).isEqualTo(5);
    assertThat(json.get("closed").isNull()).isTrue();
    assertThat(json.at("/accepted/0/reason").asText()).isEqualTo("noise");
  }

  @Test
  void listsInEveryFormWhatIsNotCopiedAndWhy() throws IOException {
    var main = Cell.parse("telemetry/main/4@2020-04-14");
    var core = Cell.parse("telemetry/core/10@2020-04-14");
    var two = PLAN.replace("telemetry/main/4", "telemetry/main/4, telemetry/core/10");
    var none = Optional.of(new Side(0, 0, 0));
    var nothing =
        new Counts(
            core,
            none,
            none,
            none,
            none,
            none,
            Optional.of(0L),
            Optional.of(new Sets(0, 0, List.of(), List.of())),
            Optional.of(0L),
            Optional.of(List.of()));
    var chosen =
        RunView.of(
            List.of(
                new Entry.Opened(NOW, "r1", "0.1.0", "a sandbox", two),
                new Entry.Observed(NOW, StageKind.VALIDATE, new CountFact.Counted(nothing)),
                new Entry.LeftOut(NOW, main.key(), "its <b>job</b> runs again")));
    assertThat(Format.MD.write(chosen))
        .contains("| telemetry_stable.main_v4 | 2020-04-14 | - |", "| LEFT_OUT |", "| SKIPPED |")
        .contains("`" + core + "`: SKIPPED. Nothing to do, skipped: no document")
        .contains("`" + main + "`: LEFT_OUT. its ", "job", "`: left out. its ")
        .doesNotContain("<b>")
        .doesNotContain(" cp -f ");
    assertThat(Format.HTML.write(chosen))
        .contains("Cells that are not copied", "its &lt;b&gt;job&lt;/b&gt; runs again")
        .contains("<span class=\"SKIPPED\">SKIPPED</span>")
        .doesNotContain("<span class=\"PASS\">");
    var json = JsonMapper.builder().build().readTree(Format.JSON.write(chosen));
    assertThat(json.at("/not_copied")).hasSize(2);
    assertThat(json.at("/counts_before/0/standing").asText()).isEqualTo("SKIPPED");
    assertThat(json.at("/counts_before/0/verdict").asText()).isEqualTo("SKIPPED");
    assertThat(json.at("/choices/0/reason").asText()).isEqualTo("its <b>job</b> runs again");
  }

  @Test
  void escapesEveryText() throws Exception {
    var html = Format.HTML.write(view);
    assertThat(html)
        .doesNotContain("<script>")
        .contains("&lt;script&gt;", "& more".replace("&", "&amp;"));
    var from = html.lastIndexOf("<svg");
    var svg = html.substring(from, html.indexOf("</svg>", from) + 6);
    var picture =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(2);
  }

  @Test
  void tellsEveryTextThatIsSentInOneFile() {
    var html = Format.HTML.write(view);
    Playbooks.of(PlaybookId.REPLAY).steps(PlannedRun.of(view.plan(), "r1")).stream()
        .flatMap(call -> call.sql().stream())
        .forEach(sql -> assertThat(html).contains(HtmlText.escape(sql)));
    assertThat(html)
        .doesNotContain("<link", "src=", "url(", "http:")
        .contains("noise", "Workers over time");
  }

  @Test
  void showsBeforeAndAfterInOneTable() {
    var both = RunView.of(with(counted(StageKind.VERIFY)));
    assertThat(Format.MD.write(both))
        .contains(
            "| n_stable before | n_stable after |",
            "| 100 | 95 | 40 | 40 | 98 | 98 | 2 | 1.0316 | PASS | PASS |");
    assertThat(Format.HTML.write(both))
        .contains("Counts, before finalize and after it", "<th>n_stable after</th>")
        .doesNotContain("Counts after finalize");
  }

  @Test
  void tellsTheSqlAsItWasSent() throws IOException {
    var cell = "telemetry/main/4@2020-04-14";
    var statement = new Sent.Statement("count live", "SELECT 'as it was sent'", 2_000_000);
    var asked = new Sent(cell, List.of(statement));
    var sent = RunView.of(with(new Entry.Observed(NOW, StageKind.VALIDATE, asked)));
    assertThat(Format.HTML.write(sent))
        .contains(
            "validate: " + cell + ", as sent",
            "-- count live: reads 2.0 MB\nSELECT 'as it was sent';",
            "verify: " + cell + ", as planned, not sent");
    assertThat(Format.MD.write(sent)).contains("SELECT 'as it was sent'");
    var json = JsonMapper.builder().build().readTree(Format.JSON.write(sent));
    assertThat(json.at("/sql/0/statements/0/sql").asText()).isEqualTo("SELECT 'as it was sent'");
    assertThat(SentSql.text(view, StageKind.VALIDATE, cell))
        .as("the planned one while none was sent")
        .hasValueSatisfying(sql -> assertThat(sql).contains("COUNT(DISTINCT document_id)"));
  }

  private List<Entry> with(Entry more) {
    var entries = new ArrayList<>(this.entries);
    entries.add(more);
    return entries;
  }

  private static Entry counted(StageKind stage) {
    return new Entry.Observed(NOW, stage, new CountFact.Counted(counts()));
  }

  @Test
  void showsTheTableInColumns() {
    assertThat(CountsTable.text(view, StageKind.VALIDATE).lines())
        .hasSize(2)
        .anyMatch(
            line ->
                line.startsWith("telemetry_stable.main_v4  2020-04-14") && line.endsWith("PASS"));
  }

  private static Entry worker(long second, long current, long target) {
    return new Entry.Observed(
        NOW,
        StageKind.DECODE,
        new JobFact.Workers(NOW.plusSeconds(second), current, target, "raised"));
  }

  private static Counts counts() {
    return new Counts(
        new Cell(DocumentType.parse("telemetry/main/4"), LocalDate.of(2020, 4, 14)),
        Optional.of(new Side(105, 100, 0)),
        Optional.of(new Side(95, 95, 0)),
        Optional.of(new Side(40, 40, 0)),
        Optional.of(new Side(98, 98, 0)),
        Optional.of(new Side(100, 100, 0)),
        Optional.of(2L),
        Optional.of(new Sets(2, 0, List.of("a", "b"), List.of())),
        Optional.of(0L),
        Optional.of(List.of()),
        Optional.of(new Counts.Values(Optional.of(0L), 0)));
  }
}
