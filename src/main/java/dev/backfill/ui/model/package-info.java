/** What pages show, without a toolkit. */
package dev.backfill.ui.model;
