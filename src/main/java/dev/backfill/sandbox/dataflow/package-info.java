/**
 * Dataflow's REST API over a local process that really runs the job; only the number of its workers
 * is simulated.
 */
package dev.backfill.sandbox.dataflow;
