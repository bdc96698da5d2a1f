package dev.backfill.stage;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import java.util.Optional;

/** The GoogleSQL of the stage that fills the staged tables. */
public final class StagingSql {
  private StagingSql() {}

  /** What fills a cell's staged partition. */
  public static String of(Plan plan, Cell cell) {
    return of(plan, cell, Optional.empty());
  }

  /** The same for some hours of the day. */
  public static String of(Plan plan, Cell cell, Slice slice) {
    return of(plan, cell, Optional.of(slice));
  }

  private static String of(Plan plan, Cell cell, Optional<Slice> slice) {
    return plan.reprocess().isPresent()
        ? RejectedSql.stage(plan, cell, slice)
        : deduplicate(plan, cell, slice);
  }

  /**
   * One row for each document id of a cell: the earliest, and of rows with the same time the one
   * whose payload has the smallest hash, so that two runs choose the same. Rows without an id are
   * left out.
   *
   * <p>A day fails because of its duplicates: thousands of copies of one document meet in one
   * worker. So ids are grouped to their time, and ties to their hash and length, without any
   * payload; most documents are left alone by then and are read as they are. Only copies that are
   * the same in all of these are folded, to any of them, which keeps one payload at a time.
   */
  public static String deduplicate(Plan plan, Cell cell) {
    return deduplicate(plan, cell, Optional.empty());
  }

  /**
   * The same for some hours of the day: of every id whose earliest row lies in them. Ids are
   * grouped over the whole day whatever the slice, so the slices of a day stage the same rows as
   * its one query, each row once; what is read whole is the slice's alone.
   */
  public static String deduplicate(Plan plan, Cell cell, Slice slice) {
    return deduplicate(plan, cell, Optional.of(slice));
  }

  private static String deduplicate(Plan plan, Cell cell, Optional<Slice> slice) {
    var having =
        slice
            .map(s -> "\n    HAVING\n      " + s.condition(cell, "MIN(submission_timestamp)"))
            .orElse("");
    var within =
        slice.map(s -> " AND " + s.condition(cell, "received.submission_timestamp")).orElse("");
    return """
        WITH
          earliest AS (
            SELECT
              document_id,
              MIN(submission_timestamp) AS first_timestamp
            FROM
              %1$s
            WHERE
              DATE(submission_timestamp) = '%2$s'
              AND document_id IS NOT NULL
            GROUP BY
              document_id%3$s
          ),
          hashed AS (
            SELECT
              received.document_id,
              received.submission_timestamp,
              SHA256(IFNULL(received.payload, b'')) AS payload_hash,
              IFNULL(LENGTH(received.payload), -1) AS payload_length
            FROM
              %1$s AS received
            JOIN
              earliest
            ON
              received.document_id = earliest.document_id
              AND received.submission_timestamp = earliest.first_timestamp
            WHERE
              DATE(received.submission_timestamp) = '%2$s'%4$s
          ),
          winners AS (
            SELECT
              document_id,
              submission_timestamp,
              payload_hash,
              payload_length,
              COUNT(*) AS copies
            FROM
              hashed
            WHERE
              TRUE
            GROUP BY
              document_id,
              submission_timestamp,
              payload_hash,
              payload_length
            QUALIFY
              ROW_NUMBER() OVER (
                PARTITION BY
                  document_id
                ORDER BY
                  payload_hash,
                  payload_length
              ) = 1
          )
        SELECT
          received.*
        FROM
          %1$s AS received
        JOIN
          winners
        ON
          received.document_id = winners.document_id
          AND received.submission_timestamp = winners.submission_timestamp
          AND SHA256(IFNULL(received.payload, b'')) = winners.payload_hash
          AND IFNULL(LENGTH(received.payload), -1) = winners.payload_length
        WHERE
          DATE(received.submission_timestamp) = '%2$s'%4$s
          AND winners.copies = 1
        UNION ALL
        SELECT
          folded.copy.*
        FROM
          (
            SELECT
              ANY_VALUE(received) AS copy
            FROM
              %1$s AS received
            JOIN
              winners
            ON
              received.document_id = winners.document_id
              AND received.submission_timestamp = winners.submission_timestamp
              AND SHA256(IFNULL(received.payload, b'')) = winners.payload_hash
              AND IFNULL(LENGTH(received.payload), -1) = winners.payload_length
            WHERE
              DATE(received.submission_timestamp) = '%2$s'%4$s
              AND winners.copies > 1
            GROUP BY
              received.document_id
          ) AS folded
        """
        .formatted(plan.decoded(cell.type()).name().sql(), cell.day(), having, within);
  }
}
