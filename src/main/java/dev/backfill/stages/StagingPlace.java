package dev.backfill.stages;

import dev.backfill.plan.Places;
import dev.backfill.plan.Plan;
import dev.backfill.run.ByHand;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.Optional;

/**
 * The bucket that a plan keeps workers' files in beyond its runs, where it names one. Workers run
 * what lies there, so it is the target's own, and whoever keeps that project makes it: the console
 * neither makes it nor deletes anything in it.
 */
final class StagingPlace {
  static final String STEP = "staging location";

  private StagingPlace() {}

  /** The step that looks at it. */
  static Optional<PlannedStep> step(StageKind stage, Plan plan) {
    return plan.dataflow()
        .setup()
        .stagingBucket()
        .filter(bucket -> plan.decodes())
        .map(
            bucket ->
                PlannedStep.of(stage, STEP, Kind.READS)
                    .calling("storage.buckets.get")
                    .needing(plan.targetProject(), "storage.buckets.get")
                    .byHand(() -> ByHand.showBucket(bucket)));
  }

  /** Whether workers' files may be kept there. */
  static StepResult look(Steps steps, String bucket) {
    var plan = steps.plan();
    var target = plan.targetProject();
    var found = steps.cloud().objects().bucket(bucket);
    if (found.isEmpty()) {
      return Refused.of(
          "gs://" + bucket + " does not exist (dataflow.staging_location).",
          "Make it, then resume: " + ByHand.makeBucket(plan, bucket));
    }
    var mine = steps.cloud().projects().number(target);
    if (mine.isEmpty() || !found.get().projectNumber().equals(mine)) {
      return Refused.of(
          "gs://"
              + bucket
              + " is not known to be "
              + target
              + "'s: it belongs to project number "
              + found.get().projectNumber().map(Object::toString).orElse("unknown")
              + " (dataflow.staging_location).",
          "Name a bucket of " + target + " in a new plan.");
    }
    var place = found.get().location();
    return new Done(
        "Workers' files are kept in gs://"
            + bucket
            + (Places.apart(place, plan.dataflow().region()).isEmpty()
                ? ""
                : ", in " + place + ": each worker fetches them from there"));
  }
}
