package dev.backfill.google;

import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Projects;
import dev.backfill.plan.TargetRule;

/** Which project a writer may touch; asked before any request for a change leaves. */
record Guard(String source, String target, Projects projects) {

  /** Refuses every project but the plan's target, and a target that looks like production. */
  void staging(String project) {
    if (!project.equals(target)
        || project.equals(source)
        || TargetRule.DEFAULT.problem(project).isPresent()) {
      throw refused(project + " is not the backfill project of this plan.");
    }
  }

  /** Refuses what {@link #staging} refuses, and production under another name of its own. */
  void deletion(String project) {
    staging(project);
    if (projects.same(project, source)) {
      throw new CloudException(
          CloudException.Kind.INVALID,
          project + " has the number of " + source + ". Nothing was deleted. Mend the plan.",
          null);
    }
  }

  /**
   * Refuses a bucket whose project number is not the target's, or is not known: bucket names are
   * unique among all projects, and a list is only a claim.
   */
  void bucket(BucketState bucket) {
    staging(target);
    var mine = projects.number(target);
    if (mine.isEmpty() || !bucket.projectNumber().equals(mine)) {
      throw new CloudException(
          CloudException.Kind.INVALID,
          "gs://"
              + bucket.name()
              + " belongs to project number "
              + bucket.projectNumber().map(Object::toString).orElse("unknown")
              + ", and "
              + target
              + " has the number "
              + mine.map(Object::toString).orElse("unknown")
              + ". It was not changed.",
          null);
    }
  }

  /** Refuses every project but the plan's source. */
  void production(String project) {
    if (!project.equals(source)) {
      throw refused(project + " is not the source project of this plan.");
    }
  }

  private static CloudException refused(String message) {
    return new CloudException(
        CloudException.Kind.INVALID, message + " Nothing was sent. Mend the plan.", null);
  }
}
