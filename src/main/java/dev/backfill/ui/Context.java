package dev.backfill.ui;

import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;

/** What every page works with. */
record Context(RunModel model, PlanModel plan, RunService service) {}
