package dev.backfill.confirm;

import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.DatasetState;
import java.util.List;

/**
 * Datasets and buckets of the backfill project deleted with all they hold.
 *
 * @param tables the datasets' tables with rows and bytes, as the operator saw them
 */
public record DeleteInventory(
    String project, List<DatasetState> datasets, List<TableLine> tables, List<BucketState> buckets)
    implements Destruction {

  /** A table that goes with its dataset. */
  public record TableLine(String name, String etag, long rows, long bytes) {}

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
