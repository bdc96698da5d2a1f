package dev.backfill.report;

import dev.backfill.fact.Sent;
import dev.backfill.fact.Sent.Statement;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.text.Amounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The queries as they were sent, from a run's journal. */
public final class SentSql {
  private SentSql() {}

  /** The newest queries of a stage, by cell. */
  static Map<String, List<Statement>> of(RunView view, StageKind stage) {
    var newest = new LinkedHashMap<String, List<Statement>>();
    view.each(stage, Sent.class)
        .forEach(sent -> sent.cells().forEach(cell -> newest.put(cell, sent.statements())));
    return newest;
  }

  /** The same, those that were sent about several cells together once. */
  static List<Sent> together(RunView view, StageKind stage) {
    var newest = new LinkedHashMap<String, Sent>();
    view.each(stage, Sent.class)
        .forEach(sent -> sent.cells().forEach(cell -> newest.put(cell, sent)));
    return newest.values().stream().distinct().toList();
  }

  /** The newest queries about a cell in a stage; empty when none was sent. */
  public static List<Statement> of(RunView view, StageKind stage, String cell) {
    return of(view, stage).getOrDefault(cell, List.of());
  }

  /** The queries about a cell as one text; the planned ones while none was sent. */
  public static Optional<String> text(RunView view, StageKind stage, String cell) {
    var sent = of(view, stage, cell);
    return sent.isEmpty()
        ? view.playbook()
            .planned(PlannedRun.of(view.plan(), view.opened().run()), new Step(stage, cell))
            .flatMap(PlannedStep::sql)
        : Optional.of(text(sent));
  }

  /** The queries of a step as one text; the planned ones while none was sent. */
  public static Optional<String> text(RunView view, PlannedStep planned) {
    var sent = of(view, planned.stage(), planned.subject());
    return sent.isEmpty() ? planned.sql() : Optional.of(text(sent));
  }

  static String text(List<Statement> sent) {
    return sent.stream()
        .map(one -> text(one.purpose() + ": reads " + Amounts.bytes(one.bytes()) + job(one), one))
        .collect(Collectors.joining("\n"));
  }

  private static String job(Statement one) {
    return one.ran().map(ran -> ", job " + ran.job()).orElse("");
  }

  /** The same without what each reads, in which alone cells may differ. */
  static String textOfAny(List<Statement> sent) {
    return sent.stream().map(one -> text(one.purpose(), one)).collect(Collectors.joining("\n"));
  }

  private static String text(String heading, Statement one) {
    return "-- " + heading + "\n" + one.sql().stripTrailing() + ";\n";
  }
}
