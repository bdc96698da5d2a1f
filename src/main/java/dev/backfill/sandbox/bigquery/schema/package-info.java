/** Tables by their names and columns: what BigQuery's services and the translator of SQL share. */
package dev.backfill.sandbox.bigquery.schema;
