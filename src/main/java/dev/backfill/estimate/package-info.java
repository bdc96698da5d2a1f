/**
 * What a run will take: a model of the decode job, list prices, and the estimate that follows from
 * the sizes of what a plan names. Pure: it asks no cloud and reads no file; whoever asks gives it
 * sizes. Every constant says where it comes from.
 */
package dev.backfill.estimate;
