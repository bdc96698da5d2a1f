package dev.backfill.ui.model;

import dev.backfill.plan.Plan;
import dev.backfill.run.Engine;
import dev.backfill.run.LastState;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as the first page lists it.
 *
 * @param stage the first stage that is not through; empty when all are
 * @param state that stage's state; a run that nobody works on cannot be running, so its open step
 *     is unknown until the cloud is asked
 * @param yaml the plan's text, to begin another run from
 */
public record RunLine(
    String run,
    Plan plan,
    String yaml,
    String cloud,
    Instant opened,
    Optional<Instant> closed,
    Optional<StageKind> stage,
    State state) {

  public static RunLine of(RunView view) {
    return of(LastState.of(view), view.plan());
  }

  /**
   * The same of a run that was not folded whole.
   *
   * @param plan the run's own
   */
  public static RunLine of(LastState last, Plan plan) {
    return new RunLine(
        last.run(),
        plan,
        last.plan(),
        last.cloud(),
        last.opened(),
        last.closed(),
        last.stage(),
        last.stage().isEmpty() ? ended(last) : resting(last.state()));
  }

  /** A run that was closed after an undo is not done, nor one that was closed early. */
  private static State ended(LastState last) {
    var outcome = last.outcome().orElse(Engine.DONE);
    return outcome.equals(Engine.DONE)
        ? State.DONE
        : outcome.equals(Engine.ENDED) ? State.STOPPED : State.UNDONE;
  }

  public boolean isOpen() {
    return closed.isEmpty();
  }

  private static State resting(State state) {
    return state == State.RUNNING ? State.UNKNOWN : state;
  }
}
