package dev.backfill.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.JobFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.problem.Problem;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.ui.model.Markdown;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

/** Texts that others wrote, in every place that shows some: they are shown, and do nothing. */
class HostileTextsTest {
  private static final String EVIL =
      "\u001b]0;x\u0007\u001b[2J\u202ekcab\u009b31m\r# Heading\n## finalize\n\n|a|b|\n|---|---|\n"
          + "<script>alert('x')</script><img src=x onerror=\"y\"> [c](javascript:z) ![p](//e.org)"
          + " https://evil.example www.evil.example `d` ```\n```\n*e* _f_ ~~g~~ &lt; \ud83d";
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final Step STEP = new Step(StageKind.MIRROR, EVIL);
  private static final String PLAN =
      """
      name: main-dedupe
      reason: "<b>bold</b> | [a](javascript:b)"
      days: { first: 2020-04-14, last: 2020-04-14 }
      documents: [ telemetry/main/4 ]
      source: { project: shared-prod }
      target: { project: data-backfill-14 }
      schemas: gs://schemas/`#<i>.tar.gz
      """;

  private final List<Entry> entries =
      List.of(
          new Entry.Opened(NOW, "r1" + EVIL, "0.1.0", "a sandbox " + EVIL, PLAN),
          new Entry.Started(NOW, new Step(StageKind.MIRROR, "whole"), 1, null),
          new Entry.Started(NOW, STEP, 1, EVIL),
          new Entry.Ended(
              NOW,
              STEP,
              1,
              new StepResult.Refused(List.of(Problem.said(EVIL), Problem.said("2. " + EVIL)))),
          new Entry.Ended(
              NOW, new Step(StageKind.MIRROR, "whole"), 1, new StepResult.Failed("", EVIL)),
          new Entry.Observed(
              NOW, StageKind.DECODE, new JobFact.Workers(NOW.minusSeconds(9), 0, 0, EVIL)),
          new Entry.Observed(NOW, StageKind.DECODE, new JobFact.Workers(NOW, 0, 0, EVIL)),
          new Entry.Observed(
              NOW,
              StageKind.DECODE,
              new JobFact.Said(NOW, "ERROR", EVIL, Optional.of(EVIL), false)),
          new Entry.Observed(NOW, StageKind.VALIDATE, new CountFact.Counted(counts())),
          new Entry.LeftOut(NOW, "telemetry/main/4@2020-04-14", EVIL),
          new Entry.Accepted(NOW, EVIL, EVIL, List.of(EVIL)),
          new Entry.Agreed(NOW, StageKind.FINALIZE, EVIL, List.of(EVIL)));

  @Test
  void writeNoMarkdown() {
    var text = Format.MD.write(RunView.of(entries));
    assertThat(text).doesNotContainPattern(ACTING);
    boolean code = false;
    for (var line : text.lines().toList()) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (!code) {
        var shown = withoutCode(line);
        assertThat(shown)
            .doesNotContainPattern("(?<!\\\\)[<\\[*~](?!\\*)(?<!\\*\\*)")
            .doesNotContainPattern(
                "(?<!\\\\)&|https?://|www\\.|javascript:|^ *(- )?#[^#]* Heading");
        if (!line.startsWith("|")) {
          assertThat(shown).doesNotContainPattern("(?<!\\\\)\\|");
        }
      }
    }
    assertThat(text.lines().filter(line -> line.startsWith("#")))
        .as("the name, and seven sections")
        .hasSize(1 + 7)
        .noneMatch(line -> line.contains("Heading"));
    var rows = text.lines().filter(line -> line.startsWith("|")).map(Markdown::cells);
    var columns = new CountsTable(Report.of(RunView.of(entries))).names().size();
    assertThat(rows).isNotEmpty().allMatch(cells -> cells.size() == columns);
  }

  private static final String ACTING = "[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\n]]";

  private static String withoutCode(String line) {
    return Pattern.compile("(?<![\\\\`])(`+)(?!`).*?(?<!`)\\1(?!`)").matcher(line).replaceAll("");
  }

  @Test
  void writeNoHtml() throws Exception {
    var html = Format.HTML.write(RunView.of(entries));
    assertThat(html)
        .doesNotContainPattern(ACTING)
        .doesNotContain("<script", "<img", "<b>", "<i>", "href=", "src=x onerror=\"y\"");
    var body = html.substring(html.indexOf("<body>"), html.indexOf("</html>"));
    var xml = body.replace("<br>", "<br/>").replace("&nbsp;", " ");
    var page =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    assertThat(page.getElementsByTagName("a").getLength()).isZero();
    assertThat(page.getDocumentElement().getTextContent()).contains("<script>alert('x')</script>");
  }

  @Test
  void staySafeJson() throws Exception {
    var text = Format.JSON.write(RunView.of(entries));
    assertThat(text).doesNotContainPattern(ACTING);
    var json = JsonMapper.builder().build().readTree(text);
    assertThat(json.at("/confirmations/0/phrase").asText()).isEqualTo(EVIL);
  }

  @Test
  void areVisibleToAllWhoReadAJournal(@TempDir Path folder) {
    var kept = new ArrayList<Entry>();
    try (var journal = Journal.open(folder)) {
      entries.forEach(entry -> kept.add(journal.append(entry)));
      assertThat(journal.entries().toString()).doesNotContainPattern(ACTING);
    }
    assertThat(Journal.read(folder)).as("now and later").isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '"',
      value = {
        "plain n_pbd words, 5 > 3.#plain n_pbd words, 5 \\> 3.",
        "- item#\\- item",
        "12. item#12\\. item",
        "a|b#a\\|b",
        "_a_ b_c#\\_a\\_ b_c",
        "moz-fx:t.main_v4$20200414#moz-fx\\:t.main_v4$20200414",
        "C:\\x#C:\\\\x",
      })
  void areReadBackAsTheyWere(String text, String markdown) {
    assertThat(MarkdownText.first(text)).isEqualTo(markdown);
    assertThat(Markdown.plain(markdown)).isEqualTo(text);
    for (var code : List.of(text, "`", "``a", "a`b``", " ", "")) {
      assertThat(Markdown.plain(MarkdownText.code(code)).strip()).isEqualTo(code.strip());
    }
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
        Optional.of(new Sets(2, 1, List.of(EVIL, "b"), List.of(EVIL))),
        Optional.of(0L),
        Optional.of(List.of()));
  }
}
