package dev.backfill.ui;

import dev.backfill.ui.model.Following;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;

/**
 * What every page works with.
 *
 * @param following which page is on screen
 * @param browser opens an address outside of the window
 */
record Context(
    RunModel model,
    PlanModel plan,
    RunService service,
    RunFiles files,
    Following following,
    Consumer<String> browser) {

  /** The id of the page on screen. */
  ReadOnlyStringProperty page() {
    return following.page();
  }
}
