package dev.backfill.ui;

import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;

/**
 * What every page works with.
 *
 * @param page the id of the page on screen
 * @param browser opens an address outside of the window
 */
record Context(
    RunModel model,
    PlanModel plan,
    RunService service,
    RunFiles files,
    StringProperty page,
    Consumer<String> browser) {}
