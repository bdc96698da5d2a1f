package dev.backfill.confirm;

import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import java.util.List;

/**
 * A production partition overwritten by its backup: the undo of a replacement. Rows that deletion
 * requests removed since the backup come back with it.
 *
 * @param rowsThen rows that the backup brings back; 0 when production had no such partition, and it
 *     is deleted
 * @param backup the backup as the operator saw it
 * @param production the production partition as the operator saw it
 */
public record RestorePartition(
    StagingPartition from,
    ProductionPartition to,
    long rowsThen,
    Fingerprint backup,
    Fingerprint production)
    implements Destruction {

  /** Rows that production holds and loses. */
  public long rowsNow() {
    return production.rows();
  }

  /** Unlike the phrase of the replacement, so that neither can be taken for the other. */
  @Override
  public String phrase() {
    return "undo " + to;
  }

  @Override
  public String phraseOfAll(String target, int number) {
    return "undo " + target + ": " + number + " partitions";
  }

  @Override
  public List<String> names() {
    return List.of(phrase());
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.restore(this);
  }
}
