package dev.backfill.run;

import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes the report of everything before it. */
final class ReportStage extends Stage {

  @Override
  public StageKind kind() {
    return StageKind.REPORT;
  }

  @Override
  StepResult run(Steps steps) {
    return steps.look("report", () -> write(steps));
  }

  private StepResult write(Steps steps) {
    try {
      return new Done(steps.around().reports().write(steps.view()).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
