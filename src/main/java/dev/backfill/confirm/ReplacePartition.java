package dev.backfill.confirm;

import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import java.util.List;

/**
 * A production partition overwritten by a staging partition.
 *
 * @param rowsThen rows that the staging partition brings, as validated
 * @param staging the staging partition as the operator saw it
 * @param production the production partition as the operator saw it
 */
public record ReplacePartition(
    StagingPartition from,
    ProductionPartition to,
    long rowsThen,
    Fingerprint staging,
    Fingerprint production)
    implements Destruction {

  /** Rows that production holds and loses. */
  public long rowsNow() {
    return production.rows();
  }

  @Override
  public String phrase() {
    return to.toString();
  }

  @Override
  public List<String> names() {
    return List.of(phrase());
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.replace(this);
  }
}
