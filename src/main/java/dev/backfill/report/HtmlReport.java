package dev.backfill.report;

import dev.backfill.fact.Staged;
import dev.backfill.landing.Hazards;
import dev.backfill.report.CallTexts.Group;
import dev.backfill.report.Report.CellLine;
import dev.backfill.run.CleanupView;
import dev.backfill.run.Spending;
import dev.backfill.run.StageLine;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.text.Amounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report as one HTML file that needs nothing else; every text in it is escaped. */
final class HtmlReport {
  private static final String STYLE =
      """
:root { color-scheme: light dark; --good: #005f99; --bad: #b04400; --busy: #8a5500; --line: #8885; --soft: #8881; }
@media (prefers-color-scheme: dark) { :root { --good: #56b4e9; --bad: #ff8a4c; --busy: #e69f00; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1.5rem; }
h1 { margin-bottom: .2rem; } h2 { margin-top: 2.4rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
table { border-collapse: collapse; width: 100%; font-size: 14px; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .3rem .55rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { vertical-align: bottom; } td:nth-child(2) { white-space: nowrap; } .n1 :is(th, td):nth-child(n+2), .n2 :is(th, td):nth-child(n+3) { text-align: right; font-variant-numeric: tabular-nums; } :is(.n1, .n2) td { white-space: nowrap; }
.list td { white-space: nowrap; } .list td:last-child { white-space: normal; min-width: 14rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.2rem; } dt { opacity: .7; } dd { margin: 0; }
pre, code { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--soft); padding: 1rem; overflow-x: auto; border-radius: 6px; }
details { margin: .5rem 0; } summary { cursor: pointer; font-weight: 600; }
.DONE, .PASS, .ACCEPTED { color: var(--good); font-weight: 600; } .FAIL, .FAILED, .REFUSED { color: var(--bad); font-weight: 600; }
.SKIPPED, .LEFT_OUT { opacity: .75; font-weight: 600; }
.RUNNING, .STOPPED, .UNKNOWN, .UNDONE, .WAITING, .AGAIN { color: var(--busy); font-weight: 600; }
svg { width: 100%; height: auto; background: var(--soft); border-radius: 6px; } svg text { font-size: 12px; fill: currentColor; }
svg .grid { stroke: var(--line); } svg .bar { fill: currentColor; }
@media print { details { display: block; } body { margin: 0; } }
""";

  /** Leaves the rows of the table below that hold what is typed; needs nothing from elsewhere. */
  private static final String FILTER =
      """
<p><label>Rows with <input type="search" placeholder="a table, a day or FAIL"></label></p>
<script>
{
  const box = document.currentScript.previousElementSibling.querySelector("input");
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLowerCase();
    const rows = box.closest("p").nextElementSibling.nextElementSibling.rows;
    for (let i = 1; i < rows.length; i++) {
      rows[i].hidden = !rows[i].textContent.toLowerCase().includes(wanted);
    }
  });
}
</script>
""";

  private static final String SHARED =
      "Cells whose texts differ in names and days only share one: ${table} stands for the table,"
          + " ${day} for the day. The JSON report has each as it was sent.";

  // 9,300 cells have 70,000 steps of 200 bytes, and as many checks.
  private static final int MOST_LINES = 500;

  private final Report report;
  private final boolean isInFull;
  private final HtmlText out = new HtmlText();

  HtmlReport(Report report) {
    this.report = report;
    this.isInFull = report.view().plan().cells().size() <= CallTexts.CELLS_IN_FULL;
  }

  String text() {
    out.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    out.raw("<meta name=\"viewport\" content=\"width=device-width\"><title>");
    out.raw(HtmlText.escape(report.view().plan().name()));
    out.raw("</title>\n<style>\n" + STYLE + "</style></head><body>\n");
    head();
    timeline();
    troubles();
    counts();
    workers();
    staged();
    report.spending().ifPresent(this::estimate);
    decisions();
    inventory();
    out.element("h2", "Stages, step by step");
    report.view().stages().forEach(this::stage);
    calls();
    out.element("h2", "Plan");
    out.element("pre", report.view().opened().plan());
    return out.raw("</body></html>\n").text();
  }

  private void head() {
    var view = report.view();
    var plan = view.plan();
    out.element("h1", plan.name());
    out.element("p", plan.reason());
    out.raw("<dl>");
    fact("Run", view.opened().run() + ", console " + view.opened().program());
    fact("Cloud", view.where());
    view.actingAs().ifPresent(who -> fact("Acted as", who.text()));
    fact("Started", Amounts.second(view.opened().at()));
    fact(
        "Ended",
        view.closed().map(c -> Amounts.second(c.at()) + ", " + c.outcome()).orElse("not yet"));
    fact("Production", report.production());
    view.newer().forEach(one -> fact("Not shown", one));
    fact("Days", plan.days().toString());
    fact(
        "Documents",
        plan.documents().stream().map(Object::toString).collect(Collectors.joining(", ")));
    fact("Source", plan.sourceProject());
    fact("Target", plan.targetProject());
    if (!plan.downstream().isEmpty()) {
      fact("To be run downstream", String.join("; ", plan.downstream()));
    }
    plan.schemas().ifPresent(archive -> fact("Schemas compared", archive));
    out.raw("</dl>\n");
  }

  private void fact(String name, String value) {
    out.element("dt", name).element("dd", value);
  }

  private void timeline() {
    out.element("h2", "Timeline");
    out.raw(Timeline.svg(report.view()));
    out.raw("<p>");
    report
        .view()
        .stages()
        .forEach(s -> out.raw(" " + s.kind().id() + " ").state(s.state().name()).raw(" &nbsp;"));
    out.raw("</p>\n");
  }

  private void troubles() {
    if (report.troubles().isEmpty() && report.jobErrors().isEmpty()) {
      return;
    }
    out.element("h2", "Problems");
    out.raw("<ul>");
    report
        .troubles()
        .forEach(line -> out.element("li", line.step() + ": " + line.state() + ". " + line.text()));
    report.jobErrors().forEach(error -> out.element("li", error));
    out.raw("</ul>\n");
  }

  private void counts() {
    if (report.before().isEmpty()) {
      return;
    }
    out.element("h2", report.after().isEmpty() ? "Counts" : "Counts, before finalize and after it");
    if (!isInFull) {
      out.raw(FILTER);
    }
    var table = new CountsTable(report);
    out.head(table.head(), 2);
    report.before().forEach(line -> out.row(table.beside(line), line.standing().name()));
    out.raw("</table>\n");
    hazards();
    notCopied();
    checks(report.before(), "");
    checks(report.after(), " after finalize");
  }

  /** Of a plan of many cells those that pass have the table's row, and no list of their checks. */
  private void checks(List<CellLine> lines, String when) {
    var shown = lines.stream().filter(line -> isInFull || !line.passes()).toList();
    if (shown.size() < lines.size()) {
      out.element(
          "p",
          "Every check of "
              + (lines.size() - shown.size())
              + " cells passes"
              + when
              + "; the JSON report has each.");
    }
    shown.stream().limit(MOST_LINES).forEach(line -> checks(line, when));
    rest(shown.size() - MOST_LINES, "cells that do not pass");
  }

  private void hazards() {
    var hazards = Hazards.of(report.view());
    if (!hazards.isEmpty()) {
      out.element("h3", "What to know before it is overwritten");
      out.raw("<ul>");
      hazards.forEach(one -> out.element("li", one));
      out.raw("</ul>\n");
    }
  }

  private void rest(int more, String what) {
    if (more > 0) {
      out.element("p", more + " more " + what + "; the JSON report has each.");
    }
  }

  private void notCopied() {
    if (report.notCopied().isEmpty()) {
      return;
    }
    out.element("h3", "Cells that are not copied");
    out.head(List.of("cell", "standing", "why"));
    report
        .notCopied()
        .forEach(
            one ->
                out.row(
                    List.of(one.cell().key(), one.standing().name(), one.reason()),
                    one.standing().name()));
    out.raw("</table>\n");
  }

  private void checks(CellLine line, String when) {
    out.raw("<details><summary>");
    out.raw(HtmlText.escape(line.counts().cell() + when + ": " + line.word()));
    out.raw("</summary><ul>");
    line.checks().forEach(check -> out.element("li", check.toString()));
    samples(line);
    out.raw("</ul></details>\n");
  }

  private void samples(CellLine line) {
    line.counts()
        .sets()
        .ifPresent(
            sets -> {
              ids("Missing: ", sets.missingSamples());
              ids("Extra: ", sets.extraSamples());
            });
  }

  private void ids(String name, List<String> ids) {
    if (!ids.isEmpty()) {
      out.element("li", name + String.join(", ", ids));
    }
  }

  private void workers() {
    if (report.workers().isEmpty()) {
      return;
    }
    out.element("h2", "Workers" + (report.simulatedWorkers() ? " (simulated by the sandbox)" : ""));
    out.raw(WorkerSvg.svg(report.workers()));
    out.raw("<details><summary>Autoscaling events</summary>");
    out.head(List.of("time", "current", "target", "why"));
    report
        .workers()
        .forEach(
            w ->
                out.row(
                    List.of(
                        Amounts.second(w.time()),
                        Long.toString(w.current()),
                        Long.toString(w.target()),
                        w.text())));
    out.raw("</table></details>\n");
  }

  private void staged() {
    if (report.staged().isEmpty()) {
      return;
    }
    out.element("h2", "Bytes read by staging");
    out.head(List.of(isInFull ? "cell" : "table", "rows", "bytes", "slot time"), 1);
    (isInFull ? report.staged() : report.stagedByTable()).forEach(this::staged);
    out.raw("</table>\n");
  }

  private void estimate(Spending spending) {
    out.element("h2", "Estimate and actual");
    out.head(EstimateTable.HEAD, 1);
    EstimateTable.rows(spending).forEach(out::row);
    out.raw("</table>\n<details><summary>What the estimate rests on</summary><ul>");
    EstimateTable.notes(spending).forEach(note -> out.element("li", note));
    out.raw("</ul></details>\n");
  }

  private void staged(Staged one) {
    out.row(
        List.of(
            one.cell(),
            Long.toString(one.rows()),
            Amounts.bytes(one.bytes()),
            Amounts.span(Duration.ofMillis(one.slotMillis()))));
  }

  /** What cleanup listed, by whose it is, and what became of it. */
  private void inventory() {
    var cleaned = CleanupView.of(report.view());
    var table = new InventoryTable(cleaned);
    if (table.isEmpty()) {
      return;
    }
    out.element("h2", "Contents of the target project");
    cleaned
        .listedAgain()
        .ifPresent(
            at ->
                out.element(
                    "p",
                    "Listed again at "
                        + Amounts.second(at)
                        + ": "
                        + cleaned.gone()
                        + " of "
                        + cleaned.wanted()
                        + " deleted items are gone."));
    for (var part : table.parts()) {
      out.element("h3", part.title());
      out.list(InventoryTable.HEAD);
      part.rows().forEach(row -> out.row(row));
      out.raw("</table>\n");
    }
    out.element("p", "Digest of the list: " + cleaned.digest());
  }

  private void decisions() {
    var view = report.view();
    if (!view.agreed().isEmpty()) {
      out.element("h2", "Confirmations");
      out.head(List.of("time", "stage", "typed", "for"));
      view.agreed()
          .forEach(
              a ->
                  out.row(
                      List.of(
                          Amounts.second(a.at()), a.stage().id(), a.phrase(), items(a.items()))));
      out.raw("</table>\n");
    }
    if (!report.choices().isEmpty()) {
      out.element("h2", "Choices about cells");
      out.head(List.of("time", "cell", "choice", "reason"));
      report
          .choices()
          .forEach(c -> out.row(List.of(Amounts.second(c.at()), c.cell(), c.what(), c.reason())));
      out.raw("</table>\n");
    }
    if (!view.accepted().isEmpty()) {
      out.element("h2", "Accepted deviations");
      out.head(List.of("time", "cell", "reason", "what does not pass"));
      view.accepted()
          .forEach(
              a ->
                  out.row(
                      List.of(
                          Amounts.second(a.at()),
                          a.cell(),
                          a.reason(),
                          String.join("\n", a.deviations()))));
      out.raw("</table>\n");
    }
  }

  private String items(List<String> items) {
    return isInFull || items.size() <= CallTexts.CELLS_IN_FULL
        ? String.join("\n", items)
        : items.get(0)
            + "\n… "
            + (items.size() - 2)
            + " between, each in the JSON report …\n"
            + items.get(items.size() - 1);
  }

  private void stage(StageView stage) {
    out.raw("<details><summary>" + stage.kind().id() + " ").state(stage.state().name());
    out.raw(" " + HtmlText.escape(stage.text()) + "</summary>");
    var shown = stage.lines().stream().filter(line -> isInFull || isWorthALook(line)).toList();
    if (!shown.isEmpty()) {
      out.head(List.of("step", "state", "try", "took", "job", "result"));
      shown.stream().limit(MOST_LINES).forEach(this::step);
      out.raw("</table>");
    }
    rest(shown.size() - MOST_LINES, "steps that did not end well at once");
    rest(stage.lines().size() - shown.size(), "steps were done at the first try");
    out.raw("</details>\n");
  }

  private static boolean isWorthALook(StageLine line) {
    return line.state() != State.DONE || line.attempt() > 1;
  }

  private void step(StageLine line) {
    var took =
        line.ended().map(end -> Amounts.span(Duration.between(line.started(), end))).orElse("");
    var cells = new ArrayList<>(List.of(line.step().subject(), line.state().name()));
    cells.addAll(List.of(Integer.toString(line.attempt()), took));
    cells.addAll(List.of(line.job().orElse(""), line.text()));
    out.row(cells, line.state().name());
  }

  private void calls() {
    out.element("h2", "SQL and commands");
    var groups = CallTexts.of(report.view());
    if (!isInFull && groups.stream().anyMatch(Group::isShared)) {
      out.element("p", SHARED);
    }
    for (var group : groups) {
      out.raw("<details><summary>");
      out.raw(HtmlText.escape(group.stage() + ": " + group.subjects().get(0)));
      out.raw(group.isShared() ? " and " + (group.subjects().size() - 1) + " more" : "");
      out.raw(group.sql().words() + "</summary>");
      group.texts().forEach(text -> out.element("pre", text));
      out.raw("</details>\n");
    }
  }
}
