/**
 * Plans, and the names of tables, datasets and cells that follow from them; values, and the file
 * that they are read from. Nothing here asks a cloud.
 */
package dev.backfill.plan;
