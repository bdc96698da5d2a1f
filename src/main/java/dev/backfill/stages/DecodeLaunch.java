package dev.backfill.stages;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.JobService.JobState;
import dev.backfill.confirm.Holder;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TargetRule;
import dev.backfill.problem.Problem;
import dev.backfill.run.Lease;
import java.util.ArrayList;
import java.util.List;

/**
 * A decode job launched by hand: the same that a run would launch, into tables that a run made. The
 * tables are not emptied before; that is a step of its own.
 */
public final class DecodeLaunch {
  private final Plan plan;
  private final Cloud cloud;
  private final String run;
  private final String job;
  private final DecodeOrder order;

  /**
   * Makes a launch; nothing is sent.
   *
   * @param plan with the launch's own regions, workers and projects
   * @param run the run whose bucket and target it uses
   * @param job Dataflow's name for it
   */
  public DecodeLaunch(Plan plan, Cloud cloud, String run, String job, List<Cell> cells) {
    this.plan = plan;
    this.cloud = cloud;
    this.run = run;
    this.job = job;
    this.order = new DecodeOrder(plan, cloud, run, cells);
  }

  /** What speaks against it; empty when nothing does. */
  public List<Problem> problems() {
    var problems = new ArrayList<Problem>();
    TargetCheck.problem(plan, TargetRule.DEFAULT, cloud.projects()).ifPresent(problems::add);
    if (!problems.isEmpty()) {
      return problems;
    }
    for (var name : Lease.datasets(plan)) {
      cloud
          .warehouse()
          .dataset(name)
          .flatMap(dataset -> Holder.of(dataset.labels()))
          .map(Holder::run)
          .filter(holder -> !holder.equals(Holder.clean(run)))
          .ifPresent(
              holder ->
                  problems.add(
                      Problem.of(
                          name + " is held by run " + holder + ".",
                          "Launch jobs of that run, or wait until it gives it back.")));
    }
    cloud
        .jobs()
        .find(plan.targetProject(), plan.dataflow().region(), job)
        .map(this::found)
        .ifPresent(problems::add);
    return problems;
  }

  private Problem found(JobState found) {
    return Problem.of(
        "There is a job " + job + ", " + found.key().id() + ", which is " + found.state() + ".",
        found.state().ended()
            ? "What it wrote would be there twice: empty the tables, then name another job."
            : "It writes these rows already: watch it, or cancel it first.");
  }

  /** Puts the archive of the tables' structures into the run's bucket, and gives its address. */
  public String upload() {
    return order.upload().uri();
  }

  /**
   * Launches it.
   *
   * @param uploadBuffer bytes
   * @param shuffle {@code service} or {@code appliance}
   */
  public JobKey launch(int uploadBuffer, String shuffle) {
    return cloud.jobs().submit(order.job(job, uploadBuffer, shuffle));
  }
}
