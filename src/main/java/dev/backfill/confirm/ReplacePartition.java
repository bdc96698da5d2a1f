package dev.backfill.confirm;

import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;

/**
 * A production partition overwritten by a staging partition.
 *
 * @param rowsNow rows that production holds and loses
 * @param rowsThen rows that the staging partition brings
 * @param fingerprint the state of both sides as the operator saw it
 */
public record ReplacePartition(
    StagingPartition from, ProductionPartition to, long rowsNow, long rowsThen, String fingerprint)
    implements Destruction {

  @Override
  public String phrase() {
    return to.toString();
  }
}
