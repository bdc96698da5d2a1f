package dev.backfill.run;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.CountsJson;
import dev.backfill.check.Verdict;
import dev.backfill.plan.Cell;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;

/** Counts every cell of the plan's matrix, and lists every check that does not pass. */
final class ValidateStage implements Stage {
  /** The topic of a cell's counts. */
  static final String COUNTS = "counts";

  @Override
  public StepResult run(Steps steps) {
    var results = new StepResults();
    for (var cell : steps.plan().cells()) {
      if (!results.broken()) {
        results.add(steps.look(cell.key(), () -> check(steps, cell)));
      }
    }
    return results.whole("All checks pass for " + steps.plan().cells().size() + " cells");
  }

  private StepResult check(Steps steps, Cell cell) {
    var counts = new Counter(steps.plan(), steps.cloud().warehouse(), steps.progress()).count(cell);
    steps.observe(COUNTS, CountsJson.write(counts));
    var failing =
        Checks.of(counts).stream()
            .filter(result -> result.verdict() != Verdict.PASS)
            .map(CheckResult::toString)
            .map(text -> cell + ": " + text)
            .toList();
    return failing.isEmpty()
        ? new Done(counts.backfill().orElseThrow().rows() + " rows, all checks pass")
        : new Refused(failing);
  }
}
