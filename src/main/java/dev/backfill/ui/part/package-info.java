/** The window's components: each is used by several pages and styled in {@code console.css}. */
package dev.backfill.ui.part;
