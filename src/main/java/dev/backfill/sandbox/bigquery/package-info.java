/**
 * BigQuery's REST and Storage Read APIs over DuckDB: datasets, tables, jobs, loads, reads. What SQL
 * means is decided in {@code sql}.
 */
package dev.backfill.sandbox.bigquery;
