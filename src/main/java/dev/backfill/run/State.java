package dev.backfill.run;

import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.stage.StepResult;

/** Where a stage or a line of it stands. */
public enum State {
  WAITING,
  RUNNING,
  DONE,
  /** There was nothing to do, or the operator left it out. */
  SKIPPED,
  REFUSED,
  FAILED,
  UNDONE,
  STOPPED,
  /** Others are to do it, by the packet that the run made for them; the run waits for them. */
  HANDED_OVER,
  UNKNOWN;

  /** Where a step stands that came to a result. */
  static State of(StepResult result) {
    return result.accept(new Reached());
  }

  private static final class Reached implements StepResult.Visitor<State> {
    @Override
    public State done(StepResult.Done result) {
      return DONE;
    }

    @Override
    public State alreadyDone(StepResult.AlreadyDone result) {
      return DONE;
    }

    @Override
    public State skipped(StepResult.Skipped result) {
      return SKIPPED;
    }

    @Override
    public State refused(StepResult.Refused result) {
      return REFUSED;
    }

    @Override
    public State failed(StepResult.Failed result) {
      return FAILED;
    }

    @Override
    public State undone(StepResult.Undone result) {
      return UNDONE;
    }

    @Override
    public State stopped(StepResult.Stopped result) {
      return result.problems().stream().anyMatch(Reached::isHandedOver) ? HANDED_OVER : STOPPED;
    }

    private static boolean isHandedOver(Problem problem) {
      return problem.actions().stream().anyMatch(one -> one.kind() == Action.Kind.HANDED_OVER);
    }

    @Override
    public State unknown(StepResult.Unknown result) {
      return UNKNOWN;
    }
  }
}
