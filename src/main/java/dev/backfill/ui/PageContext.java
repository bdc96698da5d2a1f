package dev.backfill.ui;

import dev.backfill.ui.model.PageFollower;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.time.Clock;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;

/**
 * What every page works with.
 *
 * @param background where pages compute what they show
 * @param following which page is on screen
 * @param browser opens an address outside of the window
 */
record PageContext(
    RunModel model,
    PlanModel plan,
    RunService service,
    RunFiles files,
    Background background,
    PageFollower following,
    Consumer<String> browser) {

  /** What time it is for pages that tell ages, and what is left of a span. */
  Clock clock() {
    return service.clock();
  }

  /** The id of the page on screen. */
  ReadOnlyStringProperty page() {
    return following.page();
  }
}
