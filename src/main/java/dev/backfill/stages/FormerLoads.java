package dev.backfill.stages;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.StoppedException;
import dev.backfill.run.JobIds;
import dev.backfill.run.Steps;
import java.time.Duration;
import java.util.List;

/**
 * The load jobs that Beam started for a run's former decode jobs. They outlive a job that failed or
 * was cancelled, and add its rows later: into tables that were emptied meanwhile.
 */
final class FormerLoads {
  // As for jobs of our own.
  private static final Duration CADENCE = Duration.ofSeconds(5);

  private final Steps steps;

  FormerLoads(Steps steps) {
    this.steps = steps;
  }

  /** Waits until the last of them has ended. */
  void awaitEnd() {
    for (var loads = underWay(); !loads.isEmpty(); loads = underWay()) {
      steps
          .progress()
          .say(
              "Waiting for "
                  + loads.size()
                  + (loads.size() == 1 ? " load job" : " load jobs")
                  + " of the former decode job, "
                  + loads.get(0)
                  + ": their rows would be added after the tables are emptied.");
      pause();
    }
  }

  private List<String> underWay() {
    var project = steps.plan().targetProject();
    try {
      return steps.cloud().warehouse().jobsUnderWay(project).stream()
          .filter(job -> JobIds.isLoadOf(steps.run(), job))
          .sorted()
          .toList();
    } catch (CloudException e) {
      if (e.kind() != CloudException.Kind.DENIED) {
        throw e;
      }
      throw new CloudException(
          e.kind(),
          "You may not list the jobs of "
              + project
              + ", so it is not known whether load jobs of the former decode job still add rows."
              + " Nothing was emptied. Ask for bigquery.jobs.list there (BigQuery User has it),"
              + " then resume.",
          e);
    }
  }

  private void pause() {
    try {
      steps.pause(CADENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(
          "Interrupted. Load jobs of the former decode job go on.", "Resume to wait for them.");
    }
    if (steps.stopped()) {
      throw new StoppedException(
          "Stopped by you. Load jobs of the former decode job go on.", "Resume to wait for them.");
    }
  }
}
