package dev.backfill.stages;

import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.BackTo;
import dev.backfill.run.CellValidation;
import dev.backfill.run.RunView;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Refused;

/** What is said of cells that are not copied: those left out, and those with nothing to do. */
final class NothingDue {
  /** Where whichever cell is meant: the operator chooses. */
  private static final String ANY_CELL = "CELL";

  private NothingDue() {}

  /** How many cells a stage did not work on, for the end of its line; empty when it was all. */
  static String rest(RunView view) {
    var skipped = view.cells().size() - CellValidation.due(view).size();
    var out = view.plan().cells().size() - view.cells().size();
    return (skipped == 0 ? "" : "; nothing to do, skipped: " + skipped)
        + (out == 0 ? "" : "; left out: " + out);
  }

  /** A run in which no cell is left to be copied has not succeeded: it did nothing. */
  static StepResult refused(RunView view) {
    var problem =
        view.cells().isEmpty()
            ? Problem.of(
                    "Every cell of the plan is left out, so there is nothing to do.",
                    "Take one in again, or clean up.")
                .with(Action.again(ANY_CELL))
            : Problem.of(none(view), "Check the plan, then begin another run, or clean up.");
    return Refused.of(problem.with(BackTo.CLEANUP));
  }

  private static String none(RunView view) {
    return view.plan().rewrite().isPresent()
        ? "No cell has anything to do: no row of the plan's tables and days is affected."
        : "No cell has anything to do: there is no "
            + (view.plan().reprocess().isPresent() ? "rejected document" : "document")
            + " of the plan's types and days in "
            + view.plan().sourceProject()
            + ".";
  }
}
