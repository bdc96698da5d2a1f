package dev.backfill.ui.model;

import dev.backfill.plan.Cell;
import dev.backfill.run.Choices;
import dev.backfill.run.RunView;
import java.util.List;

/**
 * Lists the cells that a run's decode job is for, anew only when the operator chose otherwise: the
 * keys of thousands are not written with each report of the job. Not for several threads.
 */
public final class DueCells {
  private String run = "";
  private Choices choices = Choices.NONE;
  private List<String> keys = List.of();

  /** The cells' keys, in the plan's order. */
  public List<String> of(RunView view) {
    if (!view.opened().run().equals(run) || !view.choices().equals(choices)) {
      run = view.opened().run();
      choices = view.choices();
      keys = view.toDecode().stream().map(Cell::key).toList();
    }
    return keys;
  }
}
