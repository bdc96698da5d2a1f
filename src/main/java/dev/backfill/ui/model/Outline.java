package dev.backfill.ui.model;

import dev.backfill.plan.Plan;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What all the steps of a plan come to, before they are read one by one; counted from the steps
 * that the stages declare, each thing once though several steps may make it.
 *
 * @param datasets made in the target, unless they are there
 * @param tables the same, of tables
 * @param buckets the same, of buckets
 * @param queries statements that write rows, of the target alone
 * @param jobs Dataflow jobs
 * @param backups copies of production's partitions into the target
 * @param overwritten partitions of production
 * @param cleared cells whose error rows are deleted from production
 * @param deleting whether what was made is deleted in the end
 */
public record Outline(
    long datasets,
    long tables,
    long buckets,
    long queries,
    long jobs,
    long backups,
    long overwritten,
    long cleared,
    boolean deleting,
    int steps) {

  /** Counts the steps of a plan, in any order. */
  public static Outline of(List<PlannedStep> steps) {
    return new Outline(
        things(steps, calls("bigquery.datasets.insert")),
        things(steps, calls("bigquery.tables.insert")),
        things(steps, calls("storage.buckets.insert")),
        things(steps, calls("bigquery.jobs.insert (query").and(is(Kind.WRITES))),
        things(
            steps,
            calls("dataflow.projects.locations.jobs.create")
                .or(calls("dataflow.projects.locations.flexTemplates.launch"))),
        things(steps, calls("bigquery.jobs.insert (copy").and(is(Kind.WRITES))),
        things(steps, is(Kind.OVERWRITES)),
        things(steps, clears()),
        steps.stream().anyMatch(is(Kind.DELETES).and(clears().negate())),
        steps.size());
  }

  private static long things(List<PlannedStep> steps, Predicate<PlannedStep> wanted) {
    return steps.stream().filter(wanted).map(PlannedStep::subject).distinct().count();
  }

  private static Predicate<PlannedStep> calls(String method) {
    return step -> step.call().contains(method);
  }

  /** The statement that deletes rows of production; what a run made goes by other calls. */
  private static Predicate<PlannedStep> clears() {
    return calls("bigquery.jobs.insert (query, DELETE)").and(is(Kind.DELETES));
  }

  private static Predicate<PlannedStep> is(Kind kind) {
    return step -> step.kind() == kind;
  }

  /** The same in sentences, a line each; what does not happen is left out. */
  public List<String> lines(Plan plan) {
    var lines = new ArrayList<String>();
    var target = plan.targetProject();
    lines.add(Texts.of("outline.makes", datasets, tables, buckets, target));
    lines.add(Texts.of("outline.runs", queries, jobs, target));
    if (overwritten > 0) {
      var key = plan.finish().by() == Plan.By.SELF ? "outline.overwrites" : "outline.handsover";
      lines.add(
          Texts.of(key, overwritten, plan.sourceProject(), plan.finish().mode().ordinal())
              + (backups > 0
                  ? Texts.of("outline.backups", backups)
                  : Texts.of("outline.nobackups")));
    }
    if (cleared > 0) {
      var kept = plan.finish().backup() ? "outline.clears.backup" : "outline.clears.nobackup";
      lines.add(Texts.of("outline.clears", cleared, plan.sourceProject()) + Texts.of(kept));
    } else if (plan.deletesErrors()) {
      lines.add(Texts.of("outline.clears.others", plan.sourceProject()));
    }
    if (deleting) {
      lines.add(
          Texts.of("outline.deletes", target)
              + (plan.finish().keepBackup() ? Texts.of("outline.keeps") : ""));
    }
    return lines;
  }
}
