package dev.backfill.report;

import static dev.backfill.report.MarkdownText.code;
import static dev.backfill.report.MarkdownText.first;
import static dev.backfill.report.MarkdownText.inline;

import dev.backfill.landing.Hazards;
import dev.backfill.landing.PlannedUndo;
import dev.backfill.report.Report.CellLine;
import dev.backfill.run.CleanupView;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.Spending;
import dev.backfill.run.Stage;
import dev.backfill.run.StageLine;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import java.util.List;
import java.util.stream.Collectors;

/** A report in Markdown, with the sections of the READMEs in Mozilla's bigquery-backfill. */
final class MarkdownReport {
  private final Report report;
  private final RunView view;
  private final StringBuilder out = new StringBuilder();

  MarkdownReport(Report report) {
    this.report = report;
    this.view = report.view();
  }

  String text() {
    head();
    var stages = view.playbook().stages();
    var from = 0;
    for (var to = 1; to <= stages.size(); to++) {
      if (to == stages.size() || !stages.get(to).heading().equals(stages.get(from).heading())) {
        section(stages.subList(from, to));
        from = to;
      }
    }
    report.spending().ifPresent(this::estimate);
    return out.toString();
  }

  private void head() {
    var plan = view.plan();
    line("# " + first(plan.name()));
    line("");
    line(first(plan.reason()));
    line("");
    line("- Run: " + code(view.opened().run()) + ", " + Amounts.second(view.opened().at()));
    line("- Cloud: " + inline(view.where()));
    view.actingAs().ifPresent(who -> line("- Acted as: " + inline(who.text())));
    view.closed().ifPresent(c -> line("- Ended: " + Amounts.second(c.at()) + ", " + c.outcome()));
    line("- Production: " + report.production());
    view.newer().forEach(one -> line("- " + inline(one)));
    line("- Days: " + plan.days());
    line("- Documents: " + inline(texts(plan.documents())));
    line("- Source: " + code(plan.sourceProject()));
    line("- Target: " + code(plan.targetProject()));
    if (!plan.downstream().isEmpty()) {
      line("- To be run downstream: " + inline(String.join("; ", plan.downstream())));
    }
    plan.schemas().ifPresent(archive -> line("- Schemas compared: " + code(archive)));
  }

  private void estimate(Spending spending) {
    line("");
    line("## Estimate and actual");
    table(EstimateTable.HEAD, EstimateTable.rows(spending));
    line("");
    EstimateTable.notes(spending).forEach(note -> line("- " + inline(note)));
  }

  private void section(List<Stage> stages) {
    line("");
    line("## " + stages.get(0).heading());
    for (var one : stages) {
      var stage = view.stage(one.kind());
      line("");
      said("**" + stage.kind().id() + "**: " + stage.state(), stage.text(), "");
      if (!stage.lines().isEmpty()) {
        line("");
        stage.lines().forEach(this::step);
      }
    }
    stages.forEach(this::found);
  }

  /** What a stage found and made, besides what its steps say. */
  private void found(Stage stage) {
    switch (stage.role()) {
      case MAKES_ROWS -> {
        example(stage.kind());
        if (stage.page() == Stage.Page.JOB) {
          workers();
        }
      }
      case VALIDATES -> {
        counts(report.before());
        hazards();
        example(stage.kind());
        accepted();
        notCopied();
      }
      case LANDS -> commands();
      case PROVES -> {
        countsAfter();
        confirmations();
      }
      case CLEANS -> inventory();
      case PREPARES, TELLS -> {}
    }
  }

  private void hazards() {
    var hazards = Hazards.of(view);
    if (!hazards.isEmpty()) {
      line("");
      line("What to know before it is overwritten:");
      line("");
      hazards.forEach(one -> line("- " + inline(one)));
    }
  }

  private void step(StageLine l) {
    var job = l.job().map(id -> " (job " + code(id) + ")").orElse("");
    said("- " + code(l.step().subject()) + ": " + l.state() + job, l.text(), "  ");
  }

  /** What something came to: its first line behind what it is about, the others as a list. */
  private void said(String about, String text, String indent) {
    var lines = text.lines().toList();
    line(about + (lines.isEmpty() ? "" : ". " + inline(lines.get(0))));
    lines.stream()
        .skip(1)
        .filter(each -> !each.isBlank())
        .forEach(each -> line(indent + "- " + first(each)));
  }

  /** The SQL of the plan's first cell: that of the others differs in the names alone. */
  private void example(StageKind kind) {
    var cell = view.plan().cells().get(0);
    SentSql.text(view, kind, cell.key())
        .ifPresent(sql -> block("The query for " + code(cell.key()) + ":", "sql", sql));
  }

  private void commands() {
    var left =
        report.notCopied().stream()
            .map(one -> view.plan().stable(one.cell().type()).partition(one.cell().day()))
            .map(Object::toString)
            .collect(Collectors.toSet());
    var copies =
        view.playbook().steps(PlannedRun.of(view.plan(), view.opened().run())).stream()
            .filter(step -> step.kind() == Kind.OVERWRITES && !left.contains(step.subject()))
            .map(PlannedStep::command)
            .collect(Collectors.joining("\n"));
    block("The same by hand:", "bash", copies);
    if (view.production().count(Footprint.RESTORED) > 0) {
      var undo =
          PlannedUndo.of(view).stream().map(PlannedStep::command).collect(Collectors.joining("\n"));
      block("To undo by hand:", "bash", undo.isEmpty() ? "# The backups are deleted." : undo);
    }
  }

  private void block(String title, String language, String text) {
    line("");
    line(title);
    line("");
    MarkdownText.block(language, text).forEach(this::line);
  }

  private void counts(List<CellLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    var table = new CountsTable(report);
    table(table.names(), lines.stream().map(table::row).toList());
    differences(lines);
  }

  /** Before and after in one table, once both were counted. */
  private void countsAfter() {
    if (report.after().isEmpty()) {
      return;
    }
    var both = new CountsTable(report);
    table(both.head(), report.before().stream().map(both::beside).toList());
    differences(report.after());
  }

  /** What cleanup listed, by whose it is, and what became of it. */
  private void inventory() {
    var cleaned = CleanupView.of(view);
    for (var part : new InventoryTable(cleaned).parts()) {
      line("");
      line("### " + part.title());
      line("");
      table(InventoryTable.HEAD, part.rows());
    }
    cleaned
        .listedAgain()
        .ifPresent(
            at -> {
              line("");
              line(
                  "Listed again at "
                      + Amounts.second(at)
                      + ": "
                      + cleaned.gone()
                      + " of "
                      + cleaned.wanted()
                      + " deleted items are gone. Digest of the list: "
                      + cleaned.digest()
                      + ".");
            });
  }

  private void table(List<String> head, List<List<String>> rows) {
    line("");
    line("| " + String.join(" | ", head) + " |");
    line("|" + " --- |".repeat(head.size()));
    rows.forEach(
        row ->
            line(
                "| "
                    + row.stream().map(MarkdownText::inline).collect(Collectors.joining(" | "))
                    + " |"));
  }

  private void differences(List<CellLine> lines) {
    for (var l : lines) {
      var sets = l.counts().sets();
      if (sets.isPresent() && sets.get().missing() + sets.get().extra() > 0) {
        line("");
        line(
            inline(l.counts().cell().key())
                + ": "
                + sets.get().missing()
                + " missing "
                + inline(texts(sets.get().missingSamples()))
                + ", "
                + sets.get().extra()
                + " extra "
                + inline(texts(sets.get().extraSamples())));
      }
    }
  }

  private void workers() {
    if (report.workers().isEmpty()) {
      return;
    }
    line("");
    line("Workers" + (report.simulatedWorkers() ? " (simulated by the sandbox)" : "") + ":");
    line("");
    report
        .workers()
        .forEach(
            w ->
                line(
                    "- "
                        + inline(Amounts.second(w.time()))
                        + ": "
                        + w.current()
                        + " of "
                        + w.target()
                        + ". "
                        + inline(w.text())));
  }

  private void accepted() {
    if (view.accepted().isEmpty()) {
      return;
    }
    line("");
    line("Accepted deviations:");
    line("");
    view.accepted()
        .forEach(
            a ->
                line(
                    "- "
                        + code(a.cell())
                        + ": "
                        + inline(a.reason() + " (" + texts(a.deviations()) + ")")));
  }

  private void notCopied() {
    if (!report.notCopied().isEmpty()) {
      line("");
      line("Not copied:");
      line("");
      report
          .notCopied()
          .forEach(
              one ->
                  line(
                      "- "
                          + code(one.cell().toString())
                          + ": "
                          + one.standing()
                          + ". "
                          + inline(one.reason())));
    }
    if (!report.choices().isEmpty()) {
      line("");
      line("Choices about cells:");
      line("");
      report.choices().forEach(this::choice);
    }
  }

  private void choice(Report.Choice one) {
    line(
        "- "
            + Amounts.second(one.at())
            + " "
            + code(one.cell())
            + ": "
            + inline(one.what())
            + (one.reason().isEmpty() ? "" : ". " + inline(one.reason())));
  }

  private void confirmations() {
    if (view.agreed().isEmpty()) {
      return;
    }
    line("");
    line("Confirmations:");
    line("");
    view.agreed()
        .forEach(
            a ->
                line(
                    "- "
                        + Amounts.second(a.at())
                        + " "
                        + a.stage()
                        + ": typed "
                        + code(a.phrase())));
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String texts(List<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
