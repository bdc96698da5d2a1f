package dev.backfill.survey;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Warehouse;
import dev.backfill.estimate.AssumedFigures;
import dev.backfill.estimate.Assumptions;
import dev.backfill.estimate.Correction;
import dev.backfill.estimate.Effort;
import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.Estimator;
import dev.backfill.estimate.OnGoogle;
import dev.backfill.estimate.OnSandbox;
import dev.backfill.estimate.PlanFigures;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.stage.StageKind;
import java.util.List;
import java.util.Map;

/** Estimates runs of plans on one kind of cloud. */
public final class Estimates {
  private final Rates rates;
  private final boolean sandbox;

  /**
   * Estimates with rates.
   *
   * @param sandbox whether the runs are on a sandbox
   */
  public Estimates(Rates rates, boolean sandbox) {
    this.rates = rates;
    this.sandbox = sandbox;
  }

  /** What the model assumes for an estimate. */
  public static Assumptions assumptions(Estimate estimate) {
    return assumptions(estimate.sandbox());
  }

  private static Assumptions assumptions(boolean sandbox) {
    return sandbox ? OnSandbox.assumptions() : OnGoogle.assumptions();
  }

  /**
   * What a run of some cells will take, by what a cloud says of their sizes.
   *
   * @param stages of its playbook, in order, with what each takes
   * @throws CloudException when it does not answer
   */
  public Estimate of(
      Plan plan, List<Cell> cells, Map<StageKind, Effort> stages, Warehouse warehouse) {
    return of(new Survey(plan, warehouse).of(cells), stages);
  }

  /**
   * The same without a cloud, for Google's: the sizes that are assumed are those of production.
   *
   * @param why none was asked, a sentence
   */
  public Estimate assumed(Plan plan, Map<StageKind, Effort> stages, String why) {
    return new Estimates(rates, false).of(AssumedFigures.of(plan, why), stages);
  }

  private Estimate of(PlanFigures figures, Map<StageKind, Effort> stages) {
    var types =
        figures.cells().stream().map(cell -> cell.cell().type()).distinct().map(rates::of).toList();
    return new Estimator(figures, assumptions(sandbox), rates.prices(), sandbox)
        .of(stages, Correction.of(types, stages.keySet(), sandbox));
  }
}
