package dev.backfill.confirm;

import dev.backfill.plan.DatasetName;
import dev.backfill.plan.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Datasets and buckets of the backfill project deleted with all that they held when the operator
 * saw them; what came later is left.
 */
public record DeleteInventory(
    String project, List<DatasetLine> datasets, List<TableLine> tables, List<BucketLine> buckets)
    implements Destruction {

  /**
   * A dataset.
   *
   * @param note what the operator should know about it; empty when there is nothing
   */
  public record DatasetLine(DatasetName name, String etag, String note) {}

  /** A table that goes with its dataset. */
  public record TableLine(TableName name, String etag, long rows, long bytes, Instant modified) {}

  /**
   * A bucket.
   *
   * @param softDelete how long its objects can be restored; zero for not at all
   * @param modified when its newest object was written; empty when it has none
   */
  public record BucketLine(
      String name,
      long metageneration,
      Duration softDelete,
      Optional<Instant> modified,
      List<ObjectLine> objects) {
    public BucketLine {
      objects = List.copyOf(objects);
    }

    public long bytes() {
      return objects.stream().mapToLong(ObjectLine::bytes).sum();
    }
  }

  /** One generation of an object. */
  public record ObjectLine(String name, long generation, long bytes) {}

  public DeleteInventory {
    datasets = List.copyOf(datasets);
    tables = List.copyOf(tables);
    buckets = List.copyOf(buckets);
  }

  public boolean isEmpty() {
    return datasets.isEmpty() && buckets.isEmpty();
  }

  @Override
  public String phrase() {
    return project;
  }
}
