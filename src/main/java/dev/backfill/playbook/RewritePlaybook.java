package dev.backfill.playbook;

import dev.backfill.check.Checks;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Playbook;
import dev.backfill.stages.CleanupStage;
import dev.backfill.stages.FinalizeStage;
import dev.backfill.stages.MirrorStage;
import dev.backfill.stages.PreflightStage;
import dev.backfill.stages.ReportStage;
import dev.backfill.stages.RewriteStage;
import dev.backfill.stages.ScopeStage;
import dev.backfill.stages.ValidateStage;
import dev.backfill.stages.VerifyStage;
import java.util.List;

/** Production's partitions are made anew from themselves by a query, and overwritten. */
public final class RewritePlaybook implements Playbook.Source {
  @Override
  public Playbook playbook() {
    return new Playbook(
        PlaybookId.REWRITE.id(),
        List.of(
            new PreflightStage(),
            new ScopeStage(),
            new MirrorStage(),
            new RewriteStage(),
            new ValidateStage(),
            new FinalizeStage(),
            new VerifyStage(),
            new CleanupStage(),
            new ReportStage()),
        Checks.REWRITE);
  }
}
