package dev.backfill.ui.model;

import dev.backfill.ui.model.JobPicture.LoadCount;
import java.util.Optional;

/**
 * One document type of a decode job. What is not known is empty.
 *
 * @param staged records to decode
 * @param decoded rows so far
 * @param errors error rows so far
 * @param loaded rows in the table, by the load jobs that are done
 */
public record TypeLine(
    String type,
    Optional<Long> staged,
    Optional<Long> decoded,
    Optional<Long> errors,
    Optional<Long> loaded,
    Optional<LoadCount> loads) {

  /** The part of the staged records that were decoded, from 0 to 1. */
  public Optional<Double> part() {
    return staged
        .filter(all -> all > 0)
        .flatMap(
            all -> decoded.map(rows -> Math.min(1, (rows + errors.orElse(0L)) / (double) all)));
  }
}
