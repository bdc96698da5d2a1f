package dev.backfill.playbook;

import dev.backfill.check.Checks;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Playbook;
import dev.backfill.stages.CleanupStage;
import dev.backfill.stages.DecodeStage;
import dev.backfill.stages.FinalizeStage;
import dev.backfill.stages.MirrorStage;
import dev.backfill.stages.PreflightStage;
import dev.backfill.stages.ReportStage;
import dev.backfill.stages.StagingStage;
import dev.backfill.stages.ValidateStage;
import dev.backfill.stages.VerifyStage;
import java.util.List;

/** Production's own payloads are decoded once more, and overwrite production's partitions. */
public final class ReplayPlaybook implements Playbook.Source {
  @Override
  public Playbook playbook() {
    return new Playbook(
        PlaybookId.REPLAY.id(),
        List.of(
            new PreflightStage(),
            new MirrorStage(),
            new StagingStage(),
            new DecodeStage(),
            new ValidateStage(),
            new FinalizeStage(),
            new VerifyStage(),
            new CleanupStage(),
            new ReportStage()),
        Checks.REPLAY);
  }
}
