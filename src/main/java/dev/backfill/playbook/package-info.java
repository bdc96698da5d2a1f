/**
 * The kinds of run: which stages in which order, and the checks by which a cell is let through.
 * Each is found as a service; nothing names this package.
 */
package dev.backfill.playbook;
