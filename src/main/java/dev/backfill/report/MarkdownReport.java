package dev.backfill.report;

import dev.backfill.report.Report.CellLine;
import dev.backfill.run.StageLine;
import java.util.List;
import java.util.stream.Collectors;

/** A report in Markdown, for a backfill's README: what, why, each stage, the counts. */
final class MarkdownReport {
  private final Report report;
  private final StringBuilder out = new StringBuilder();

  MarkdownReport(Report report) {
    this.report = report;
  }

  String text() {
    head();
    report
        .view()
        .stages()
        .forEach(stage -> stage(stage.kind().id(), stage.state().name(), stage.lines()));
    counts("Counts before finalize", report.before());
    counts("Counts after finalize", report.after());
    workers();
    confirmations();
    return out.toString();
  }

  private void head() {
    var plan = report.view().plan();
    line("# " + plan.name());
    line("");
    line(plan.reason());
    line("");
    line("- Run: `" + report.view().opened().run() + "`, " + report.view().opened().at());
    line("- Cloud: " + report.view().opened().cloud());
    line("- Days: " + plan.days());
    line("- Documents: " + texts(plan.documents()));
    line("- From `" + plan.sourceProject() + "` through `" + plan.targetProject() + "`");
    line("- Schemas: `" + plan.schemas() + "`");
  }

  private void stage(String name, String state, List<StageLine> lines) {
    line("");
    line("## " + name + ": " + state);
    line("");
    lines.forEach(
        l ->
            line(
                "- `"
                    + l.step().subject()
                    + "`: "
                    + l.state()
                    + l.job().map(job -> " (job `" + job + "`)").orElse("")
                    + (l.text().isEmpty() ? "" : ". " + l.text().replace("\n", "\n  "))));
  }

  private void counts(String title, List<CellLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    line("");
    line("## " + title);
    line("");
    line("| " + String.join(" | ", CountsTable.HEAD) + " |");
    line("|" + " --- |".repeat(CountsTable.HEAD.size()));
    lines.forEach(l -> line("| " + String.join(" | ", CountsTable.row(l)) + " |"));
    differences(lines);
  }

  private void differences(List<CellLine> lines) {
    for (var l : lines) {
      var sets = l.counts().sets();
      if (sets.isPresent() && sets.get().missing() + sets.get().extra() > 0) {
        line("");
        line(
            l.counts().cell()
                + ": "
                + sets.get().missing()
                + " missing "
                + texts(sets.get().missingSamples())
                + ", "
                + sets.get().extra()
                + " extra "
                + texts(sets.get().extraSamples()));
      }
    }
  }

  private void workers() {
    if (report.workers().isEmpty()) {
      return;
    }
    line("");
    line("## Workers" + (report.simulatedWorkers() ? " (simulated by the sandbox)" : ""));
    line("");
    report
        .workers()
        .forEach(
            w ->
                line("- " + w.time() + ": " + w.current() + " of " + w.target() + ". " + w.text()));
  }

  private void confirmations() {
    if (report.view().agreed().isEmpty()) {
      return;
    }
    line("");
    line("## Confirmations");
    line("");
    report
        .view()
        .agreed()
        .forEach(a -> line("- " + a.at() + " " + a.stage() + ": typed `" + a.phrase() + "`"));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String texts(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", ", "", ""));
  }
}
