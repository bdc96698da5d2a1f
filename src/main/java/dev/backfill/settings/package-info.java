/**
 * The program's own files: folders, locks between processes, owner-only rights, the window's
 * settings, the log.
 */
package dev.backfill.settings;
