package dev.backfill.stages;

import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;

/** The run's own bucket: what its job reads and writes on the way. */
final class RunBucket {
  /** The step that makes it. */
  static final String STEP = "bucket";

  private RunBucket() {}

  /** What making it is, as a stage's step. */
  static PlannedStep step(StageKind stage, PlannedRun run) {
    var plan = run.plan();
    var name = JobIds.bucket(plan.targetProject(), run.id());
    return PlannedStep.of(stage, STEP, Kind.MAKES)
        .calling("storage.buckets.get", "storage.buckets.insert")
        .touching("creates gs://" + name + " for the job's files, unless it exists")
        .needing(plan.targetProject(), "storage.buckets.get", "storage.buckets.create")
        .byHand(() -> ByHand.makeBucket(plan, name));
  }

  /** Makes it, labelled as the run's; one of that name must be the target's. */
  static StepResult make(Steps steps) {
    var project = steps.plan().targetProject();
    var name = JobIds.bucket(project, steps.run());
    var found = steps.cloud().objects().bucket(name);
    if (found.isEmpty()) {
      var labels = steps.mark().labelsOfMade();
      steps.cloud().staging().createBucket(project, name, steps.plan().location(), labels);
      return new Done("gs://" + name + " made");
    }
    // Race: names are unique among all projects, so anyone may have taken this one before.
    var mine = steps.cloud().projects().number(project);
    var owner = found.get().projectNumber();
    return mine.isPresent() && owner.isPresent() && !mine.equals(owner)
        ? Refused.of(
            "gs://" + name + " belongs to another project, number " + owner.get() + ".",
            "Begin another run of this plan: its bucket has another name.")
        : new AlreadyDone("gs://" + name + " was there");
  }
}
