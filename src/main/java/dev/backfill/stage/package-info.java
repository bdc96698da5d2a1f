/**
 * What a stage is: its id, its steps, what a step came to, and the statement that stages documents.
 * No cloud, no journal.
 */
package dev.backfill.stage;
