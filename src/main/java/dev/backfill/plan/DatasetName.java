package dev.backfill.plan;

/** A BigQuery dataset's full name. */
public record DatasetName(String project, String dataset) implements Comparable<DatasetName> {

  public TableName table(String table) {
    return new TableName(project, dataset, table);
  }

  @Override
  public int compareTo(DatasetName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return project + ":" + dataset;
  }
}
