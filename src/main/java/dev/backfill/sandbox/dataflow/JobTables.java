package dev.backfill.sandbox.dataflow;

import java.io.IOException;

/** The tables that a decode job reads and writes, as far as the service must know them. */
public interface JobTables {
  /** How many rows a table {@code project:dataset.table} has; 0 when it is absent. */
  long rows(String table) throws IOException;

  /** Takes every row out of a table {@code project:dataset.table}; an absent one is no error. */
  void empty(String table) throws IOException;
}
