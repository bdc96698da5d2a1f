package dev.backfill.run;

import dev.backfill.stage.StageKind;
import java.util.List;

/**
 * A kind of run: its stages in their order.
 *
 * @param id as journals say it
 */
public record Playbook(String id, List<Stage> stages) {
  /** Production's own payloads are decoded once more, and overwrite production's partitions. */
  public static final Playbook REPLAY =
      new Playbook(
          "replay",
          List.of(
              new PreflightStage(),
              new MirrorStage(),
              new StagingStage(),
              new DecodeStage(),
              new ValidateStage(),
              new FinalizeStage(),
              new VerifyStage(),
              new CleanupStage(),
              new ReportStage()));

  public Playbook {
    stages = List.copyOf(stages);
  }

  /**
   * A stage of it.
   *
   * @throws IllegalArgumentException when it has none of this id
   */
  public Stage stage(StageKind kind) {
    return stages.stream()
        .filter(stage -> stage.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("The playbook " + id + " has no stage " + kind));
  }
}
