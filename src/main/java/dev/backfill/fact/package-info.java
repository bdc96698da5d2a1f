/**
 * What a run can note, each kind a record with the JSON that journals keep: values with their
 * forms. What follows from them is told in {@code run}; nothing here folds, calls or shows.
 */
package dev.backfill.fact;
