package dev.backfill.stages;

import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.fact.JobFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Some cells of a run as one job on workers: the console's own pipeline, or a template's. */
interface JobOrder {
  /**
   * The order of a run.
   *
   * @param subject the job's step in the journal
   * @param attempt the number of its try
   */
  static JobOrder of(Steps steps, List<Cell> cells, String subject, int attempt) {
    return steps
        .plan()
        .template()
        .<JobOrder>map(
            template ->
                new TemplateOrder(
                    steps.plan(),
                    template,
                    steps.run(),
                    new TemplateInput(steps.plan(), cells, subject, attempt)))
        .orElseGet(() -> new DecodeOrder(steps.plan(), steps.cloud(), steps.run(), cells));
  }

  /** The tables that rows and error rows go to. */
  List<StagingTable> outputs();

  /** Makes what the job needs besides, by steps that are made once. */
  void prepare(Steps steps, StepResults results);

  /**
   * Starts the job, or finds the one of this name.
   *
   * @param name Dataflow's name for it
   */
  JobKey start(Steps steps, String name);

  /** What is to be kept of a job that came to a good end, besides what was heard of it. */
  Optional<JobFact> ended(JobKey job, Map<String, Long> counters);
}
