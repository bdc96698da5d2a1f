/**
 * A run as HTML, Markdown or JSON, made from its fold and its plan alone. Whatever is read is
 * escaped for the form it goes into.
 */
package dev.backfill.report;
