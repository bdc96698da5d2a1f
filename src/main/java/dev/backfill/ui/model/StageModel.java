package dev.backfill.ui.model;

import dev.backfill.problem.Problem;
import dev.backfill.run.RunView;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a stage has come.
 *
 * @param text what the stage as a whole came to; empty before its end
 * @param done steps through
 * @param all steps that the stage declares; 0 before it was begun
 * @param trouble what went wrong
 * @param stopped what the operator stopped or others are to do, and how it goes on
 */
public record StageModel(
    State state,
    String text,
    int done,
    int all,
    Optional<Pace> pace,
    Optional<ProblemBanner> trouble,
    Optional<Problem> stopped) {

  public static StageModel of(RunView view, StageKind kind) {
    var stage = view.stage(kind);
    var steps = stage.steps();
    return new StageModel(
        stage.state(),
        stage.text(),
        steps.done(),
        steps.all(),
        stage.state() == State.RUNNING
            ? stage
                .started()
                .flatMap(begun -> Pace.of(begun, ends(stage), steps.all() - steps.done()))
            : Optional.empty(),
        ProblemBanner.of(stage),
        stage.state() == State.STOPPED || stage.state() == State.HANDED_OVER
            ? stage.problems().stream().findFirst()
            : Optional.empty());
  }

  /** From 0 to 1; 0 where nothing is known. */
  public double share() {
    return state == State.DONE ? 1 : all == 0 ? 0 : (double) done / all;
  }

  private static List<Instant> ends(StageView stage) {
    return stage.lines().stream()
        .filter(line -> line.state() == State.DONE || line.state() == State.SKIPPED)
        .flatMap(line -> line.ended().stream())
        .sorted()
        .toList();
  }
}
