package dev.backfill.check;

import dev.backfill.plan.Days;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.RejectedRows;
import java.util.List;
import java.util.stream.Collectors;

/** The GoogleSQL that looks at a type's rejected documents before anything is made. */
public final class ScopeSql {
  /** How many messages of each kind are shown. */
  public static final int MESSAGES = 20;

  /** How many days before the plan's first and after its last are looked at, too. */
  public static final int AROUND = 7;

  private ScopeSql() {}

  /** The statements in the order they are sent. */
  public static List<String> all(Plan plan, DocumentType type) {
    return List.of(days(plan, type), caught(plan, type), left(plan, type));
  }

  /** Counts by day; gives rows {@code day, n_caught, n_all}, days without any left out. */
  public static String days(Plan plan, DocumentType type) {
    return """
           SELECT
             CAST(DATE(submission_timestamp) AS STRING) AS day,
             COUNTIF(%s) AS n_caught,
             COUNT(*) AS n_all
           FROM
             %s
           WHERE
             DATE(submission_timestamp) BETWEEN '%s' AND '%s'
             AND %s
           GROUP BY
             day
           ORDER BY
             day
           """
        .formatted(
            filter(plan),
            plan.rejected(type).name().sql(),
            plan.days().first().minusDays(AROUND),
            plan.days().last().plusDays(AROUND),
            RejectedRows.of(type));
  }

  /** What the filter catches by message; gives rows as {@link #left} does. */
  public static String caught(Plan plan, DocumentType type) {
    return messages(plan, type, filter(plan));
  }

  /**
   * What the filter leaves out by message, numbers in it aside; gives rows {@code error_type,
   * exception_class, message, n_rows}, the most frequent first.
   */
  public static String left(Plan plan, DocumentType type) {
    return messages(plan, type, "NOT " + filter(plan));
  }

  private static String filter(Plan plan) {
    return plan.reprocess().orElseThrow().filter();
  }

  private static String messages(Plan plan, DocumentType type, String which) {
    return """
           SELECT
             error_type,
             exception_class,
             REGEXP_REPLACE(IFNULL(error_message, ''), '[0-9]+', '#') AS message,
             COUNT(*) AS n_rows
           FROM
             %s
           WHERE
             %s
             AND %s
             AND %s
           GROUP BY
             error_type,
             exception_class,
             message
           ORDER BY
             n_rows DESC,
             message
           LIMIT
             %d
           """
        .formatted(
            plan.rejected(type).name().sql(),
            on(plan.days()),
            RejectedRows.of(type),
            which,
            MESSAGES);
  }

  private static String on(Days days) {
    return days.stretches().stream()
        .map(
            one ->
                "DATE(submission_timestamp) BETWEEN '" + one.first() + "' AND '" + one.last() + "'")
        .collect(Collectors.joining(" OR ", "(", ")"));
  }
}
