package dev.backfill.plan;

import java.util.regex.Pattern;

/** A BigQuery table's full name, without a partition decorator. */
public record TableName(String project, String dataset, String table)
    implements Comparable<TableName> {

  private static final Pattern FULL =
      Pattern.compile("([a-z][a-z0-9-]{4,28}[a-z0-9])[:.](\\w{1,1024})\\.(\\w{1,1024})");

  /**
   * Reads {@code project:dataset.table} or {@code project.dataset.table}.
   *
   * @throws IllegalArgumentException when the text is neither; a decorator is refused too
   */
  public static TableName parse(String text) {
    var matcher = FULL.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "Not a table: '" + text + "'. Write project:dataset.table.");
    }
    return new TableName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  public DatasetName datasetName() {
    return new DatasetName(project, dataset);
  }

  /** The name as GoogleSQL quotes it. */
  public String sql() {
    return "`" + project + "." + dataset + "." + table + "`";
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return project + ":" + dataset + "." + table;
  }
}
