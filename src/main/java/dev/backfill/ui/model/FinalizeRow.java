package dev.backfill.ui.model;

import dev.backfill.check.CountsJson;
import dev.backfill.plan.Cell;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One production partition that finalize overwrites.
 *
 * @param from the staging partition
 * @param to the production partition, as an operator types it
 * @param losing rows that production held when it was validated
 * @param getting rows that the backfill brings
 * @param after rows that production held when it was counted again
 */
public record FinalizeRow(
    String from,
    String to,
    Optional<Long> losing,
    Optional<Long> getting,
    State state,
    Optional<String> job,
    Optional<Long> after) {

  /** The plan's partitions, in the order they are copied. */
  public static List<FinalizeRow> of(RunView view) {
    var before = rows(view, StageKind.VALIDATE);
    var after = rows(view, StageKind.VERIFY);
    var lines =
        view.stage(StageKind.FINALIZE).lines().stream()
            .collect(Collectors.toMap(StageLine::step, line -> line, (first, second) -> second));
    return view.plan().cells().stream().map(cell -> row(view, cell, before, after, lines)).toList();
  }

  private static FinalizeRow row(
      RunView view,
      Cell cell,
      Map<String, Counted> before,
      Map<String, Counted> after,
      Map<Step, StageLine> lines) {
    var plan = view.plan();
    var to = plan.stable(cell.type()).partition(cell.day()).toString();
    var line = Optional.ofNullable(lines.get(new Step(StageKind.FINALIZE, to)));
    var then = Optional.ofNullable(before.get(cell.key()));
    return new FinalizeRow(
        plan.backfill(cell.type()).partition(cell.day()).toString(),
        to,
        then.flatMap(Counted::stable),
        then.flatMap(Counted::backfill),
        line.map(StageLine::state).orElse(State.WAITING),
        line.flatMap(StageLine::job),
        Optional.ofNullable(after.get(cell.key())).flatMap(Counted::stable));
  }

  private record Counted(Optional<Long> stable, Optional<Long> backfill) {}

  private static Map<String, Counted> rows(RunView view, StageKind stage) {
    var counted = new HashMap<String, Counted>();
    for (var observed : view.all(stage, "counts")) {
      var counts = CountsJson.read(observed.value());
      counted.put(
          counts.cell().key(),
          new Counted(
              counts.stable().map(side -> side.rows()),
              counts.backfill().map(side -> side.rows())));
    }
    return counted;
  }

  /** Whether production holds what was validated; empty before it was counted again. */
  public Optional<Boolean> proved() {
    return after.flatMap(rows -> getting.map(rows::equals));
  }
}
