/**
 * Asks a cloud what an estimate rests on: metadata of partitions, and dry runs. It changes nothing,
 * and costs nothing but the queries on {@code INFORMATION_SCHEMA}, ten MiB each.
 */
package dev.backfill.survey;
