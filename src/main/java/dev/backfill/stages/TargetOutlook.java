package dev.backfill.stages;

import dev.backfill.problem.Problem;
import dev.backfill.run.ForeignRows;
import dev.backfill.run.Holders;
import dev.backfill.run.Lease;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** Tells ahead what mirror will ask about: who holds the target, and whose rows lie in it. */
final class TargetOutlook {
  private final Steps steps;

  TargetOutlook(Steps steps) {
    this.steps = steps;
  }

  /** Only tells: a target that is held now may be free when mirror takes it. */
  StepResult tell() {
    var lease = new Lease(steps);
    var rows = new ForeignRows(steps);
    var problems = new ArrayList<>(new Holders(steps).held(lease.others()));
    problems.addAll(rows.problems(rows.found(lease.broken())));
    if (problems.isEmpty()) {
      return new Done("No other run holds it, and its tables hold no other run's rows");
    }
    problems.add(Problem.said("Mirror will ask about it."));
    return new Done(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
  }
}
