package dev.backfill.playbook;

import dev.backfill.check.Checks;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Playbook;
import dev.backfill.stages.CleanupStage;
import dev.backfill.stages.DecodeStage;
import dev.backfill.stages.DeduplicateStage;
import dev.backfill.stages.ErrorRowsStage;
import dev.backfill.stages.FinalizeStage;
import dev.backfill.stages.MirrorStage;
import dev.backfill.stages.PreflightStage;
import dev.backfill.stages.RejectedScopeStage;
import dev.backfill.stages.ReportStage;
import dev.backfill.stages.StagingStage;
import dev.backfill.stages.ValidateStage;
import dev.backfill.stages.VerifyStage;
import java.util.List;

/** Rejected documents are decoded once more, and what stable lacks of them is added to it. */
public final class ReprocessPlaybook implements Playbook.Source {
  @Override
  public Playbook playbook() {
    return new Playbook(
        PlaybookId.REPROCESS.id(),
        List.of(
            new PreflightStage(),
            new RejectedScopeStage(),
            new MirrorStage(),
            new StagingStage(),
            new DecodeStage(),
            new DeduplicateStage(),
            new ValidateStage(),
            new FinalizeStage(),
            new VerifyStage(),
            new ErrorRowsStage(),
            new CleanupStage(),
            new ReportStage()),
        Checks.REPROCESS);
  }
}
