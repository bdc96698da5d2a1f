package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CountsJson;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.Cell;
import dev.backfill.plan.TableName;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.Optional;

/** Counts every cell of the plan's matrix, and lists every check that does not pass. */
final class ValidateStage implements Stage {
  @Override
  public StepResult run(Steps steps) {
    var results = new StepResults();
    for (var cell : steps.plan().cells()) {
      if (!results.broken()) {
        results.add(steps.look(cell.key(), () -> check(steps, cell)));
      }
    }
    return results.whole(steps.plan().cells().size() + " cells pass, or were accepted");
  }

  private StepResult check(Steps steps, Cell cell) {
    // Before the counting, so that a change during it is noticed at the gate.
    steps.observe(Validated.FINGERPRINTS, prints(steps, cell));
    var counts = new Counter(steps.plan(), steps.cloud().warehouse(), steps.progress()).count(cell);
    steps.observe(Validated.COUNTS, CountsJson.write(counts));
    var found = Validated.of(steps.view()).get(cell);
    if (found.deviations().isEmpty()) {
      return new Done(counts.backfill().orElseThrow().rows() + " rows, all checks pass");
    }
    return found
        .reason()
        .<StepResult>map(reason -> new Done("Accepted: " + reason))
        .orElseGet(
            () ->
                new Refused(found.deviations().stream().map(line -> cell + ": " + line).toList()));
  }

  private static JsonNode prints(Steps steps, Cell cell) {
    var plan = steps.plan();
    return Validated.json(
        cell,
        print(steps, plan.backfill(cell.type()).name(), cell),
        print(steps, plan.stable(cell.type()).name(), cell));
  }

  private static Optional<Fingerprint> print(Steps steps, TableName name, Cell cell) {
    var warehouse = steps.cloud().warehouse();
    return warehouse
        .table(name)
        .map(table -> Fingerprints.of(table, cell.day(), warehouse.partition(name, cell.day())));
  }
}
