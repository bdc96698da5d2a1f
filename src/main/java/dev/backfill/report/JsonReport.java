package dev.backfill.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.check.Checks;
import dev.backfill.check.CountsJson;
import dev.backfill.estimate.EstimateJson;
import dev.backfill.fact.Listed;
import dev.backfill.fact.ListedAgain;
import dev.backfill.landing.Hazards;
import dev.backfill.report.Report.CellLine;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.Spending;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageView;
import java.util.List;

/** A report as JSON, for other programs. */
final class JsonReport {
  private JsonReport() {}

  static ObjectNode of(Report report) {
    var view = report.view();
    var root = JsonNodeFactory.instance.objectNode();
    root.put("run", view.opened().run())
        .put("program", view.opened().program())
        .put("cloud", view.opened().cloud())
        .put("where", view.where())
        .put("opened", view.opened().at().toString())
        .put("closed", view.closed().map(c -> c.at().toString()).orElse(null))
        .put("outcome", view.closed().map(c -> c.outcome()).orElse(null))
        .put("plan", view.opened().plan());
    view.actingAs().ifPresent(who -> root.set("acting_as", who.json()));
    production(root.putArray("production"), view);
    if (!view.unknown().isEmpty()) {
      unknown(root.putArray("unknown"), view);
    }
    var stages = root.putArray("stages");
    view.stages().forEach(stage -> stage(stages.addObject(), stage));
    cells(root.putArray("counts_before"), report.before());
    view.plan().downstream().forEach(root.putArray("downstream")::add);
    Hazards.of(report.view()).forEach(root.putArray("hazards")::add);
    cells(root.putArray("counts_after"), report.after());
    var workers = root.putArray("workers");
    report
        .workers()
        .forEach(
            w ->
                workers
                    .addObject()
                    .put("time", w.time().toString())
                    .put("current", w.current())
                    .put("target", w.target())
                    .put("text", w.text()));
    root.put("workers_simulated", report.simulatedWorkers());
    view.newest(Role.CLEANS, Listed.class).ifPresent(one -> root.set("inventory", one.json()));
    view.newest(Role.CLEANS, ListedAgain.class)
        .ifPresent(one -> root.set("listed_again", one.json()));
    report.spending().ifPresent(spending -> spending(root, spending));
    var agreed = root.putArray("confirmations");
    view.agreed()
        .forEach(
            a -> {
              var node = agreed.addObject();
              node.put("at", a.at().toString())
                  .put("stage", a.stage().id())
                  .put("phrase", a.phrase());
              a.items().forEach(node.putArray("items")::add);
            });
    var accepted = root.putArray("accepted");
    view.accepted()
        .forEach(
            a -> {
              var node = accepted.addObject();
              node.put("at", a.at().toString()).put("cell", a.cell()).put("reason", a.reason());
              a.deviations().forEach(node.putArray("deviations")::add);
            });
    var notCopied = root.putArray("not_copied");
    report
        .notCopied()
        .forEach(
            one ->
                notCopied
                    .addObject()
                    .put("cell", one.cell().key())
                    .put("standing", one.standing().name())
                    .put("reason", one.reason()));
    var choices = root.putArray("choices");
    report
        .choices()
        .forEach(
            one ->
                choices
                    .addObject()
                    .put("at", one.at().toString())
                    .put("cell", one.cell())
                    .put("choice", one.what())
                    .put("reason", one.reason()));
    var staged = root.putArray("staged");
    report
        .staged()
        .forEach(
            s ->
                staged
                    .addObject()
                    .put("cell", s.cell())
                    .put("rows", s.rows())
                    .put("bytes", s.bytes())
                    .put("slot_millis", s.slotMillis()));
    sql(root.putArray("sql"), report);
    return root;
  }

  /** What newer consoles noted, as they wrote it. */
  private static void spending(ObjectNode root, Spending spending) {
    root.set("estimate", EstimateJson.write(spending.estimate()));
    var actual = root.putArray("actual");
    for (var one : spending.spent()) {
      actual
          .addObject()
          .put("stage", one.stage().id())
          .put("seconds", one.seconds())
          .put("queried_bytes", one.queried())
          .put("slot_seconds", one.slotSeconds().orElse(null))
          .put("vcpu_seconds", one.vcpuSeconds().orElse(null))
          .put("usd", one.usd());
    }
  }

  private static void unknown(ArrayNode array, RunView view) {
    for (var one : view.unknown()) {
      array
          .addObject()
          .put("at", one.at().toString())
          .put("stage", one.stage().id())
          .put("topic", one.fact().topic())
          .set("value", one.fact().json());
    }
  }

  /** What production holds of the run, for each partition that it wrote. */
  private static void production(ArrayNode array, RunView view) {
    for (var cell : view.plan().cells()) {
      var write = view.production().of(cell);
      if (write.footprint() != Footprint.UNTOUCHED) {
        var node = array.addObject().put("cell", cell.key());
        node.put("partition", view.plan().stable(cell.type()).partition(cell.day()).toString())
            .put("state", write.footprint().name())
            .put("rows", write.after().map(print -> print.rows()).orElse(null))
            .put("at", write.at().map(Object::toString).orElse(null));
      }
    }
  }

  private static void sql(ArrayNode array, Report report) {
    for (var kind : report.view().playbook().kinds()) {
      SentSql.together(report.view(), kind)
          .forEach(
              sent -> {
                var node = array.addObject().put("stage", kind.id()).put("cell", sent.cell());
                if (sent.cells().size() > 1) {
                  sent.cells().forEach(node.putArray("cells")::add);
                }
                var statements = node.putArray("statements");
                sent.statements()
                    .forEach(
                        one ->
                            statements
                                .addObject()
                                .put("purpose", one.purpose())
                                .put("sql", one.sql())
                                .put("bytes", one.bytes()));
              });
    }
  }

  private static void stage(ObjectNode node, StageView stage) {
    node.put("stage", stage.kind().id()).put("state", stage.state().name());
    var steps = node.putArray("steps");
    for (var line : stage.lines()) {
      steps
          .addObject()
          .put("subject", line.step().subject())
          .put("state", line.state().name())
          .put("attempt", line.attempt())
          .put("job", line.job().orElse(null))
          .put("started", line.started().toString())
          .put("ended", line.ended().map(Object::toString).orElse(null))
          .put("text", line.text());
    }
  }

  /** What the checks come to; where none applies, what the cell does. */
  private static String verdict(CellLine line) {
    return switch (line.standing()) {
      case PASS, FAIL, UNKNOWN, ACCEPTED -> Checks.verdict(line.checks()).name();
      case SKIPPED, LEFT_OUT, AGAIN, UNDONE -> line.standing().name();
    };
  }

  private static void cells(ArrayNode array, List<CellLine> lines) {
    for (var line : lines) {
      var node = CountsJson.write(line.counts());
      node.put("verdict", verdict(line)).put("standing", line.standing().name());
      line.reason().ifPresent(why -> node.put("reason", why));
      var checks = node.putArray("checks");
      line.checks()
          .forEach(
              check ->
                  checks
                      .addObject()
                      .put("check", check.kind().name())
                      .put("verdict", check.verdict().name())
                      .put("detail", check.detail()));
      array.add(node);
    }
  }
}
