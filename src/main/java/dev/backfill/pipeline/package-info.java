/**
 * The Beam job around {@code decode}, its submission to Dataflow, and the process that runs it for
 * the sandbox. No counting, no copying to production.
 */
package dev.backfill.pipeline;
