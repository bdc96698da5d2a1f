package dev.backfill.stages;

import dev.backfill.run.ByHand;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Stage;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.text.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes the report of everything before it. */
public final class ReportStage extends Stage {
  private static final String STEP = "report";

  @Override
  public StageKind kind() {
    return StageKind.REPORT;
  }

  @Override
  public Role role() {
    return Role.TELLS;
  }

  @Override
  public Page page() {
    return Page.REPORT;
  }

  @Override
  public String heading() {
    return "Report";
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return List.of(
        PlannedStep.of(StageKind.REPORT, STEP, Kind.TELLS)
            .touching("writes the reports on this machine")
            .byHand(() -> ByHand.CONSOLE + "report " + Shell.quoted(run.id()) + " --format html"));
  }

  @Override
  public StepResult run(Steps steps) {
    return steps.look(STEP, () -> write(steps));
  }

  private StepResult write(Steps steps) {
    try {
      return new Done(steps.around().reports().write(steps.view()).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
