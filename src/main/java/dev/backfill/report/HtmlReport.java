package dev.backfill.report;

import dev.backfill.report.Report.CellLine;
import dev.backfill.run.StageView;
import java.util.List;

/** A report as one HTML file that needs nothing else; every text in it is escaped. */
final class HtmlReport {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884; vertical-align: top; }
      td.n { text-align: right; font-variant-numeric: tabular-nums; }
      pre, code { font: 13px/1.5 ui-monospace, monospace; }
      pre { background: #8881; padding: 1rem; overflow-x: auto; }
      .PASS, .DONE { color: #0072b2; } .FAIL, .FAILED, .REFUSED { color: #d55e00; font-weight: 600; }
      svg { width: 100%; height: 14rem; background: #8881; }
      """;

  private final Report report;
  private final StringBuilder out = new StringBuilder();

  HtmlReport(Report report) {
    this.report = report;
  }

  String text() {
    var plan = report.view().plan();
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(plan.name()))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style></head><body>\n");
    element("h1", plan.name());
    element("p", plan.reason());
    element(
        "p",
        "Run "
            + report.view().opened().run()
            + " on "
            + report.view().opened().cloud()
            + ", "
            + report.view().opened().at());
    element("h2", "Stages");
    report.view().stages().forEach(this::stage);
    counts("Counts before finalize", report.before());
    counts("Counts after finalize", report.after());
    workers();
    confirmations();
    element("h2", "Plan");
    element("pre", report.view().opened().plan());
    out.append("</body></html>\n");
    return out.toString();
  }

  private void stage(StageView stage) {
    out.append("<h3>").append(escape(stage.kind().id())).append(" <span class=\"");
    out.append(stage.state()).append("\">").append(stage.state()).append("</span></h3>\n");
    if (stage.lines().isEmpty()) {
      return;
    }
    out.append("<table><tr><th>step</th><th>state</th><th>job</th><th>result</th></tr>\n");
    for (var line : stage.lines()) {
      row(
          List.of(line.step().subject(), line.state().name(), line.job().orElse(""), line.text()),
          4);
    }
    out.append("</table>\n");
  }

  private void counts(String title, List<CellLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    element("h2", title);
    out.append("<table><tr>");
    CountsTable.HEAD.forEach(name -> element("th", name));
    out.append("</tr>\n");
    lines.forEach(line -> row(CountsTable.row(line), 2));
    out.append("</table>\n<ul>\n");
    lines.forEach(
        line -> line.checks().forEach(check -> element("li", line.counts().cell() + ": " + check)));
    out.append("</ul>\n");
  }

  private void row(List<String> texts, int firstNumber) {
    out.append("<tr>");
    for (var i = 0; i < texts.size(); i++) {
      out.append(i >= firstNumber ? "<td class=\"n\">" : "<td>");
      out.append(escape(texts.get(i)).replace("\n", "<br>")).append("</td>");
    }
    out.append("</tr>\n");
  }

  private void workers() {
    if (report.workers().isEmpty()) {
      return;
    }
    element("h2", "Workers" + (report.simulatedWorkers() ? " (simulated by the sandbox)" : ""));
    out.append(WorkerChart.svg(report.workers()));
    out.append("<table><tr><th>time</th><th>now</th><th>wanted</th><th>why</th></tr>\n");
    report
        .workers()
        .forEach(
            w ->
                row(
                    List.of(
                        w.time(), Long.toString(w.current()), Long.toString(w.target()), w.text()),
                    4));
    out.append("</table>\n");
  }

  private void confirmations() {
    if (report.view().agreed().isEmpty()) {
      return;
    }
    element("h2", "Confirmations");
    report
        .view()
        .agreed()
        .forEach(
            a ->
                element(
                    "p",
                    a.at()
                        + " "
                        + a.stage()
                        + ": typed “"
                        + a.phrase()
                        + "” for "
                        + String.join(", ", a.items())));
  }

  private void element(String name, String text) {
    out.append('<').append(name).append('>').append(escape(text));
    out.append("</").append(name).append(">\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
