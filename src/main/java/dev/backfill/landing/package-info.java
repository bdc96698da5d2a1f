/**
 * How rows reach production, and how they are taken back: what is proposed of a cell, what keeps it
 * back, the act, its proof, the backup, the undo, the packet for others. It knows no stage.
 */
package dev.backfill.landing;
