package dev.backfill.stages;

import dev.backfill.cloud.Projects;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TargetRule;
import dev.backfill.problem.Problem;
import java.util.Optional;

/** Whether a plan's target may be made in and deleted in, by its id and by its number. */
public final class TargetCheck {
  private TargetCheck() {}

  /** Why not, or nothing when it may. */
  public static Optional<Problem> problem(Plan plan, TargetRule rule, Projects projects) {
    var target = plan.targetProject();
    var source = plan.sourceProject();
    return rule.problem(target)
        .or(
            () ->
                projects.same(target, source)
                    ? Optional.of(
                        Problem.of(
                            target
                                + " and "
                                + source
                                + " are one project: production is never a target.",
                            "Name a backfill project in target.project."))
                    : Optional.empty());
  }
}
