package dev.backfill.run;

import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.CountsJson;
import dev.backfill.check.Verdict;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.Operator;
import dev.backfill.confirm.ReplacePartition;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Copies each validated partition over production's, after the operator has named them. */
final class FinalizeStage implements Stage {
  private final ConfirmationDesk desk;
  private final Operator operator;

  FinalizeStage(ConfirmationDesk desk, Operator operator) {
    this.desk = desk;
    this.operator = operator;
  }

  @Override
  public StepResult run(Steps steps) {
    if (steps.plan().finish().by() == Plan.By.HAND_OVER) {
      return new Refused(
          List.of("finalize.by: hand-over is not offered yet. Set it to self, or stop here."));
    }
    if (steps.plan().finish().backup()) {
      return new Refused(
          List.of("A backup is not offered yet. Set finalize.backup: false to go without one."));
    }
    var problems = new ArrayList<String>();
    var open = new ArrayList<ReplacePartition>();
    for (var cell : steps.plan().cells()) {
      if (!done(steps, cell)) {
        problems.addAll(problems(steps, cell));
        if (problems.isEmpty()) {
          open.add(replacement(steps, cell));
        }
      }
    }
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    return open.isEmpty()
        ? new StepResult.AlreadyDone("Every partition was copied")
        : ask(steps, open);
  }

  private StepResult ask(Steps steps, List<ReplacePartition> open) {
    var request = new ConfirmationRequest<>(steps.plan().sourceProject(), open);
    var confirmed = desk.confirm(request, operator.typed(request));
    if (confirmed.isEmpty()) {
      return new Refused(List.of("Not confirmed. To confirm, name: " + names(request)));
    }
    steps.agreed(request.phrase(), open.stream().map(ReplacePartition::phrase).toList());
    var results = new StepResults();
    for (var one : confirmed.get()) {
      if (!results.broken()) {
        results.add(steps.onceAsJob(one.what().to().toString(), job -> copy(steps, one, job)));
      }
    }
    return results.whole(open.size() + " partitions copied");
  }

  private static String names(ConfirmationRequest<ReplacePartition> request) {
    return String.join(" ", new TreeSet<>(request.phrases()));
  }

  private StepResult copy(Steps steps, Confirmed<ReplacePartition> confirmed, String job) {
    var what = confirmed.what();
    var done = steps.cloud().production().replace(confirmed, job, steps.progress());
    if (done.rows() != what.rowsThen()) {
      throw new CloudException(
          CloudException.Kind.JOB_FAILED,
          what.to()
              + " received "
              + done.rows()
              + " rows in place of the "
              + what.rowsThen()
              + " validated. Look at job "
              + done.jobId()
              + ", then validate again.",
          null);
    }
    return new Done(done.rows() + " rows, in place of " + what.rowsNow());
  }

  /** The set finalized is the set validated, and its tables still fit each other. */
  private List<String> problems(Steps steps, Cell cell) {
    var counts = counts(steps, cell);
    if (counts.isEmpty() || Checks.verdict(Checks.of(counts.get())) != Verdict.PASS) {
      return List.of(cell + " is not validated. Run validate again.");
    }
    var production = table(steps, steps.plan().stable(cell.type()).name());
    var staging = table(steps, steps.plan().backfill(cell.type()).name());
    return SpecDiff.of(production.spec(), staging.spec()).stream()
        .map(line -> staging.name() + " no longer fits " + production.name() + ": " + line)
        .toList();
  }

  private ReplacePartition replacement(Steps steps, Cell cell) {
    var plan = steps.plan();
    var to = plan.stable(cell.type()).partition(cell.day());
    var now = steps.cloud().warehouse().partition(to.table().name(), cell.day());
    return new ReplacePartition(
        plan.backfill(cell.type()).partition(cell.day()),
        to,
        now.map(partition -> partition.rows()).orElse(0L),
        counts(steps, cell).orElseThrow().backfill().orElseThrow().rows(),
        table(steps, to.table().name()).etag());
  }

  private static TableState table(Steps steps, TableName name) {
    return steps
        .cloud()
        .warehouse()
        .table(name)
        .orElseThrow(
            () ->
                new CloudException(
                    CloudException.Kind.NOT_FOUND, name + " is gone. Run preflight again.", null));
  }

  private static Optional<Counts> counts(Steps steps, Cell cell) {
    return steps.view().all(StageKind.VALIDATE, ValidateStage.COUNTS).stream()
        .map(observed -> CountsJson.read(observed.value()))
        .filter(counts -> counts.cell().equals(cell))
        .reduce((first, second) -> second);
  }

  private static boolean done(Steps steps, Cell cell) {
    var to = steps.plan().stable(cell.type()).partition(cell.day());
    var step = new Step(StageKind.FINALIZE, to.toString());
    return steps.view().stage(StageKind.FINALIZE).lines().stream()
        .anyMatch(line -> line.step().equals(step) && line.state() == State.DONE);
  }
}
