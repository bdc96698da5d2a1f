package dev.backfill.ui.model;

import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a stage has come.
 *
 * @param text what the stage as a whole came to; empty before its end
 * @param done steps through
 * @param all steps there will be; as many as are known where the plan alone cannot tell
 * @param trouble what went wrong
 */
public record StageModel(
    State state, String text, int done, int all, Optional<Pace> pace, Optional<Trouble> trouble) {

  public static StageModel of(RunView view, StageKind kind) {
    var stage = view.stage(kind);
    var ends = ends(stage);
    var all = Math.max(expected(view, kind), stage.lines().size());
    return new StageModel(
        stage.state(),
        stage.text(),
        ends.size(),
        all,
        stage.state() == State.RUNNING
            ? stage.started().flatMap(begun -> Pace.of(begun, ends, all - ends.size()))
            : Optional.empty(),
        Trouble.of(stage));
  }

  /** From 0 to 1; 0 where nothing is known. */
  public double share() {
    return all == 0 ? 0 : (double) done / all;
  }

  private static List<Instant> ends(StageView stage) {
    return stage.lines().stream()
        .filter(line -> line.state() == State.DONE || line.state() == State.SKIPPED)
        .flatMap(line -> line.ended().stream())
        .sorted()
        .toList();
  }

  /** The steps that a plan makes of a stage, cells that are left out not counted. */
  private static int expected(RunView view, StageKind kind) {
    var plan = view.plan();
    return switch (kind) {
      case PREFLIGHT -> plan.documents().size() + 5;
      case MIRROR -> mirrored(plan);
      case STAGE, VALIDATE, FINALIZE, VERIFY ->
          plan.documents().size() * plan.days().list().size() - view.choices().out().size();
      case DECODE -> 2;
      case CLEANUP, REPORT -> 1;
    };
  }

  private static int mirrored(Plan plan) {
    var tables =
        plan.documents().stream()
            .flatMap(type -> Stream.of(plan.staged(type), plan.backfill(type), plan.errors(type)))
            .distinct()
            .toList();
    var datasets = tables.stream().map(table -> table.name().datasetName()).distinct().count();
    return tables.size() + (int) datasets;
  }
}
