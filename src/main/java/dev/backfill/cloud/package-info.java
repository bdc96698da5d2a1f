/**
 * The ports: what the engine reads and writes of BigQuery, Cloud Storage, Dataflow and Resource
 * Manager, in values of its own. No client of Google's, no HTTP.
 */
package dev.backfill.cloud;
