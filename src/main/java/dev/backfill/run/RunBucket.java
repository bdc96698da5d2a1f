package dev.backfill.run;

import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.List;

/** The run's own bucket: what its job reads and writes on the way. */
final class RunBucket {
  private RunBucket() {}

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
        ? new Refused(
            List.of(
                "gs://"
                    + name
                    + " belongs to another project, of number "
                    + owner.get()
                    + ". Begin another run of this plan: its bucket has another name."))
        : new AlreadyDone("gs://" + name + " was there");
  }
}
