package dev.backfill.run;

import dev.backfill.cloud.JobService.JobState;
import dev.backfill.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Decode jobs that still run and would write into tables that are being taken. */
final class RunningJobs {
  // A run decodes a few times, each with a few tries; looking further costs a request for each.
  private static final List<String> SUBJECTS =
      List.of(JobSubject.after(0), JobSubject.after(1), JobSubject.after(2));
  private static final int TRIES = 3;

  private final Steps steps;

  RunningJobs(Steps steps) {
    this.steps = steps;
  }

  /**
   * What to do about them.
   *
   * @param held what others hold
   * @param own whether a job of this run is in the way too, since it lost its target meanwhile
   */
  List<Problem> of(List<TargetResource> held, boolean own) {
    var runs = new TreeSet<String>();
    held.forEach(place -> place.holder().ifPresent(holder -> runs.add(holder.run())));
    runs.remove(steps.mark().run());
    if (own) {
      runs.add(steps.run());
    }
    var problems = new ArrayList<Problem>();
    for (var run : runs) {
      for (var subject : SUBJECTS) {
        for (var attempt = 1; attempt <= TRIES; attempt++) {
          find(run, JobIds.dataflow(run, subject, attempt), problems);
        }
      }
    }
    return problems;
  }

  private void find(String run, String name, List<Problem> problems) {
    var plan = steps.plan();
    steps
        .cloud()
        .jobs()
        .find(plan.targetProject(), plan.dataflow().region(), name)
        .filter(job -> !job.state().ended())
        .map(JobState::key)
        .ifPresent(
            key ->
                problems.add(
                    Problem.of(
                        "The Dataflow job "
                            + name
                            + " of run "
                            + run
                            + " still runs and would write into these tables.",
                        "Cancel it first: "
                            + ByHand.cancel(key.id(), key.project(), key.region()))));
  }
}
