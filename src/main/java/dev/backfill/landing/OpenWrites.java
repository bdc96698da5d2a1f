package dev.backfill.landing;

import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import java.util.Optional;
import java.util.stream.Stream;

/** What was begun on production and whose end is not known: copies, and the undoing of them. */
public final class OpenWrites {
  private OpenWrites() {}

  /**
   * Settles them without asking the operator.
   *
   * @return what could not be settled because the cloud could not be asked; empty when all is
   */
  public static Optional<StepResult> settle(Steps steps) {
    return steps.plan().cells().stream()
        .flatMap(
            cell ->
                Stream.of(
                    new PartitionCopy<>(steps, Landing.of(steps.plan()), cell).settle(),
                    new PartitionRestore(steps, cell).settle()))
        .flatMap(Optional::stream)
        .filter(result -> !result.succeeded() && !(result instanceof StepResult.Failed))
        .findFirst();
  }
}
