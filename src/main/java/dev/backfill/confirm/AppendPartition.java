package dev.backfill.confirm;

import dev.backfill.plan.ProductionPartition;
import dev.backfill.plan.StagingPartition;
import java.util.List;

/**
 * A staging partition's rows added to a production partition. Nothing that is there goes, but rows
 * that are added twice are found by no count alone: so this is confirmed as what destroys is.
 *
 * @param rowsAdded rows that the staging partition brings, as validated
 * @param staging the staging partition as the operator saw it
 * @param production the production partition as the operator saw it
 */
public record AppendPartition(
    StagingPartition from,
    ProductionPartition to,
    long rowsAdded,
    Fingerprint staging,
    Fingerprint production)
    implements Destruction {

  /** Rows that production holds, and keeps. */
  public long rowsNow() {
    return production.rows();
  }

  /**
   * What is typed to say that rows are added to a partition, or to some of a project: unlike the
   * phrase of a replacement, so that neither can be taken for the other.
   */
  public static String adding(String to) {
    return "append to " + to;
  }

  @Override
  public String phrase() {
    return adding(to.toString());
  }

  @Override
  public String phraseOfAll(String target, int number) {
    return adding(target + ": " + number + " partitions");
  }

  @Override
  public List<String> names() {
    return List.of(phrase());
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.append(this);
  }
}
