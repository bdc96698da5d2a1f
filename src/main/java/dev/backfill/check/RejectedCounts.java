package dev.backfill.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Plan;
import dev.backfill.plan.RejectedRows;

/** The GoogleSQL that counts a type's rejected documents by day, and the reading of its rows. */
public final class RejectedCounts {
  private RejectedCounts() {}

  /**
   * Counts what the filter catches in production by day; gives rows {@code counted_day, n_rows,
   * n_kinds}. Messages that differ in numbers alone are of one kind.
   */
  static String caught(Plan plan, TypeDays days) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             COUNT(*) AS n_rows,
             COUNT(DISTINCT REGEXP_REPLACE(IFNULL(error_message, ''), '[0-9]+', '#')) AS n_kinds
           FROM
             %s
           WHERE
             %s
             AND %s
             AND %s
           GROUP BY
             counted_day
           """
        .formatted(
            plan.rejected(days.type()).name().sql(),
            days.on(),
            RejectedRows.of(days.type()),
            plan.reprocess().orElseThrow().filter());
  }

  /** Counts what was staged by day; gives rows {@code counted_day, n_rows}. They have no id. */
  static String staged(Plan plan, TypeDays days) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             COUNT(*) AS n_rows
           FROM
             %s
           WHERE
             %s
           GROUP BY
             counted_day
           """
        .formatted(plan.staged(days.type()).name().sql(), days.on());
  }

  /**
   * Counts the error rows of production whose documents were reprocessed, by day: those that the
   * filter catches, without the payloads that are rejected still.
   */
  public static DailyQuery reprocessed(Plan plan) {
    return new DailyQuery(
        "reprocessed", "count error rows", 2, false, days -> reprocessed(plan, days));
  }

  /** Gives rows {@code counted_day, n_rows}; by {@link RejectedRows#isReprocessed}. */
  private static String reprocessed(Plan plan, TypeDays days) {
    return """
           WITH
             caught AS (
               SELECT
                 DATE(submission_timestamp) AS counted_day,
                 payload
               FROM
                 %1$s
               WHERE
                 %2$s
                 AND %3$s
                 AND %4$s
                 AND payload IS NOT NULL
             ),
             still AS (
               SELECT DISTINCT
                 DATE(submission_timestamp) AS still_day,
                 payload
               FROM
                 %5$s
               WHERE
                 %2$s
                 AND %3$s
                 AND payload IS NOT NULL
             )
           SELECT
             counted_day,
             COUNT(*) AS n_rows
           FROM
             caught
           LEFT JOIN
             still
           ON
             caught.payload = still.payload
             AND counted_day = still_day
           WHERE
             still.payload IS NULL
           GROUP BY
             counted_day
           """
        .formatted(
            plan.rejected(days.type()).name().sql(),
            days.on(),
            RejectedRows.of(days.type()),
            plan.reprocess().orElseThrow().filter(),
            plan.errors(days.type()).name().sql());
  }

  private static int later(Plan plan) {
    return plan.reprocess().orElseThrow().laterDays();
  }

  /** Whether a day of stable is one in which a document of the counted day is looked for. */
  private static String isLookedAt(Plan plan, String day) {
    return later(plan) == 0
        ? day + " = counted_day"
        : day + " BETWEEN counted_day AND DATE_ADD(counted_day, INTERVAL " + later(plan) + " DAY)";
  }

  /** Counts the decoded ids that stable does not hold, by day; gives {@code counted_day, n}. */
  static String fresh(Plan plan, TypeDays days) {
    return """
           WITH
             decoded AS (
               SELECT DISTINCT
                 DATE(submission_timestamp) AS counted_day,
                 document_id
               FROM
                 %1$s
               WHERE
                 %2$s
                 AND document_id IS NOT NULL
             ),
             held AS (
               SELECT DISTINCT
                 DATE(submission_timestamp) AS held_day,
                 document_id
               FROM
                 %3$s
               WHERE
                 %4$s
             )
           SELECT
             counted_day,
             COUNT(*) AS n
           FROM
             decoded
           LEFT JOIN
             held
           ON
             decoded.document_id = held.document_id
             AND %5$s
           WHERE
             held.document_id IS NULL
           GROUP BY
             counted_day
           """
        .formatted(
            plan.written(days.type()).name().sql(),
            days.on(),
            plan.stable(days.type()).name().sql(),
            days.on("", later(plan)),
            isLookedAt(plan, "held_day"));
  }

  /**
   * Counts stable's rows with ids of the backfill, by the backfill's day; gives rows {@code
   * counted_day, n_rows, n_distinct} of that day, {@code n_later} of later days.
   */
  static String present(Plan plan, TypeDays days) {
    return """
           SELECT
             counted_day,
             COUNTIF(DATE(stable.submission_timestamp) = counted_day) AS n_rows,
             COUNT(
               DISTINCT IF(
                 DATE(stable.submission_timestamp) = counted_day,
                 stable.document_id,
                 NULL
               )
             ) AS n_distinct,
             COUNTIF(DATE(stable.submission_timestamp) > counted_day) AS n_later
           FROM
             %1$s AS stable
           JOIN
             (
               SELECT DISTINCT
                 DATE(submission_timestamp) AS counted_day,
                 document_id
               FROM
                 %2$s
               WHERE
                 %3$s
                 AND document_id IS NOT NULL
             ) AS added
           ON
             stable.document_id = added.document_id
             AND %5$s
           WHERE
             %4$s
           GROUP BY
             counted_day
           """
        .formatted(
            plan.stable(days.type()).name().sql(),
            plan.backfill(days.type()).name().sql(),
            days.on(),
            days.on("stable.", later(plan)),
            isLookedAt(plan, "DATE(stable.submission_timestamp)"));
  }

  /**
   * Counts error rows of the job whose message the filter names, by day; gives rows {@code
   * counted_day, n_rows}.
   */
  static String named(Plan plan, TypeDays days) {
    var told = plan.reprocess().orElseThrow();
    var matches =
        told.messages().isEmpty()
            ? "FALSE"
            : told.messages(
                "IF(STARTS_WITH(error_message, 'document_id '),"
                    + " SUBSTR(error_message, STRPOS(error_message, ': ') + 2), error_message)");
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             COUNT(*) AS n_rows
           FROM
             %s
           WHERE
             %s
             AND %s
             AND %s
           GROUP BY
             counted_day
           """
        .formatted(
            plan.errors(days.type()).name().sql(),
            days.on(),
            RejectedRows.of(days.type()),
            matches);
  }

  /**
   * Counts rows of the backfill with properties that have no column, by day; gives rows {@code
   * counted_day, n_rows}.
   */
  static String additional(Plan plan, TypeDays days) {
    return """
           SELECT
             DATE(submission_timestamp) AS counted_day,
             COUNTIF(IFNULL(additional_properties, '{}') != '{}') AS n_rows
           FROM
             %s
           WHERE
             %s
           GROUP BY
             counted_day
           """
        .formatted(plan.backfill(days.type()).name().sql(), days.on());
  }

  /** Reads rows and distinct ids. */
  public static Side side(JsonNode row) {
    return new Side(row.path("n_rows").asLong(), row.path("n_distinct").asLong(), 0);
  }
}
