package dev.backfill.architecture.broken.google;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.TableId;

/** A reader that deletes. */
record WarehouseThatDeletes(BigQuery client) {
  boolean forget(TableId table) {
    return client.delete(table);
  }
}
