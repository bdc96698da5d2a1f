/**
 * The engine: stages, the steps that are written down before they act, and the fold of a journal
 * into the view that every reader shows. It knows its cloud by the ports alone, and nothing of
 * windows or commands.
 */
package dev.backfill.run;
