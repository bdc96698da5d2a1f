/**
 * The commands, their options, what they print and their exit codes. No rule of a backfill is
 * decided here.
 */
package dev.backfill.cli;
