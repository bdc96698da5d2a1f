package dev.backfill.run;

import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.StagingWriter;
import dev.backfill.confirm.Holder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A dataset or bucket of the target as it was read, with the labels that say who holds it.
 *
 * @param version its etag or metageneration: what a change of its labels expects to find
 * @param relabel sets its labels, when it is still as it was read
 */
public record TargetResource(
    String name,
    String version,
    Map<String, String> labels,
    Consumer<Map<String, String>> relabel) {
  private static final List<String> LEASE = List.of(Holder.RUN, Holder.CONSOLE, Holder.SINCE);

  public static TargetResource of(DatasetState dataset, StagingWriter writer) {
    return new TargetResource(
        dataset.name().toString(),
        dataset.etag(),
        dataset.labels(),
        labels -> writer.label(dataset, labels));
  }

  public static TargetResource of(BucketState bucket, StagingWriter writer) {
    return new TargetResource(
        "gs://" + bucket.name(),
        Long.toString(bucket.metageneration()),
        bucket.labels(),
        labels -> writer.label(bucket, labels));
  }

  Optional<Holder> holder() {
    return Holder.of(labels);
  }

  /** Whether a run or console other than this one holds it. */
  public boolean isOthers(Holder mine) {
    return holder().filter(one -> !one.isSame(mine)).isPresent();
  }

  /** Labels it for a run; labels of others' making stay. */
  void give(Holder to) {
    var all = new HashMap<>(labels);
    all.putAll(to.labels());
    relabel.accept(all);
  }

  /** Takes the labels of a run away. */
  void free() {
    var all = new HashMap<>(labels);
    LEASE.forEach(all::remove);
    relabel.accept(all);
  }
}
