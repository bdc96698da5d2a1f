package dev.backfill.google;

import dev.backfill.cloud.CloudException;

/** Which project a writer may touch; asked before any request leaves. */
record Guard(String source, String target) {

  /** Refuses every project but the plan's target, and a target that looks like production. */
  void staging(String project) {
    if (!project.equals(target) || project.equals(source) || !project.contains("-backfill-")) {
      throw refused(project + " is not the backfill project of this plan.");
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
