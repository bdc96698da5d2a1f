package dev.backfill.google;

import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Projects;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.plan.DecoderTemplate;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TargetRule;
import dev.backfill.problem.Problem;

/** Which project a writer may touch; asked before any request for a change leaves. */
record ProjectGuard(Plan plan, Projects projects) {
  private static final String FIX = "Fix the plan.";

  /** Refuses every project but the plan's target, and a target that looks like production. */
  void staging(String project) {
    if (!project.equals(plan.targetProject())
        || project.equals(plan.sourceProject())
        || TargetRule.DEFAULT.problem(project).isPresent()) {
      throw refused(project + " is not the backfill project of this plan.");
    }
  }

  /** Refuses to let somebody else's job have a table of production by name, to read or to write. */
  void parameter(String value) {
    refuse(
        DecoderTemplate.namesTableOf(plan.sourceProject(), value),
        "'" + value + "' names a table of " + plan.sourceProject() + ".");
  }

  /** Refuses what {@link #staging} refuses, and production under another name of its own. */
  void deletion(String project) {
    staging(project);
    if (projects.same(project, plan.sourceProject())) {
      throw new CloudException(
          CloudException.Kind.INVALID,
          Problem.of(
              project + " has the number of " + plan.sourceProject() + ". Nothing was deleted.",
              FIX),
          null);
    }
  }

  /**
   * Refuses an inventory that holds anything but the target's own, the bucket that the plan takes
   * its schemas from, or a backup that the plan keeps.
   */
  void deletion(DeleteInventory inventory) {
    for (var dataset : inventory.datasets()) {
      staging(dataset.name().project());
      refuse(plan.keeps(dataset.name()), dataset.name() + " is a backup that this plan keeps.");
    }
    for (var table : inventory.tables()) {
      staging(table.name().project());
      refuse(
          plan.keeps(table.name().datasetName()),
          table.name() + " is part of a backup that this plan keeps.");
    }
    for (var bucket : inventory.buckets()) {
      refuse(
          plan.readsFrom(bucket.name()),
          "gs://" + bucket.name() + " is where this plan reads from.");
      refuse(
          plan.stagesIn(bucket.name()),
          "gs://" + bucket.name() + " is where this plan keeps workers' files.");
    }
    deletion(inventory.project());
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw refused(why);
    }
  }

  /**
   * Refuses a bucket whose project number is not the target's, or is not known: bucket names are
   * unique among all projects, and a list is only a claim.
   */
  void bucket(BucketState bucket) {
    var target = plan.targetProject();
    staging(target);
    var mine = projects.number(target);
    if (mine.isEmpty() || !bucket.projectNumber().equals(mine)) {
      throw new CloudException(
          CloudException.Kind.INVALID,
          Problem.of(
              "It belongs to project number "
                  + bucket.projectNumber().map(Object::toString).orElse("unknown")
                  + ", and "
                  + target
                  + " has the number "
                  + mine.map(Object::toString).orElse("unknown")
                  + ". It was not changed.",
              "Ask its owner."),
          null);
    }
  }

  /** Refuses every project but the plan's source. */
  void production(String project) {
    if (!project.equals(plan.sourceProject())) {
      throw refused(project + " is not the source project of this plan.");
    }
  }

  private static CloudException refused(String message) {
    return new CloudException(
        CloudException.Kind.INVALID, Problem.of(message + " Nothing was sent.", FIX), null);
  }
}
