package dev.backfill.sandbox.bigquery;

/** The statements of the first backfill, in this project's own layout. */
final class Founding {
  private Founding() {}

  private static final String PBD =
      "`moz-fx-data-shared-prod.payload_bytes_decoded.telemetry_telemetry__main_v4`";

  static final String DEDUPLICATE =
      """
      WITH distinct_document_ids AS (
        SELECT document_id, MIN(submission_timestamp) AS submission_timestamp
        FROM %1$s
        WHERE DATE(submission_timestamp) = '2020-04-14'
        GROUP BY document_id
      ),
      base AS (
        SELECT * FROM %1$s
        JOIN distinct_document_ids USING (document_id, submission_timestamp)
        WHERE DATE(submission_timestamp) = '2020-04-14'
      ),
      numbered_duplicates AS (
        SELECT *, ROW_NUMBER() OVER (PARTITION BY document_id) AS _n FROM base
      )
      SELECT * EXCEPT (_n) FROM numbered_duplicates WHERE _n = 1
      """
          .formatted(PBD);

  private static String side(String name, String counts, String table) {
    return """
           %s AS (
             SELECT 'main_v4' AS tbl, %s FROM %s
             WHERE DATE(submission_timestamp) = DATE "2020-04-14" GROUP BY 1 )"""
        .formatted(name, counts, table);
  }

  static final String VALIDATE =
      "WITH\n"
          + String.join(
              ",\n",
              side("pbd", "COUNT(distinct document_id) AS n_pbd", PBD),
              side(
                  "live",
                  "COUNT(distinct document_id) AS n_live",
                  "`moz-fx-data-shared-prod.telemetry_live.main_v4`"),
              side(
                  "stable",
                  "COUNT(distinct document_id) AS n_stable",
                  "`moz-fx-data-shared-prod.telemetry_stable.main_v4`"),
              side(
                  "bkf",
                  "COUNT(*) AS n_backfill, COUNT(distinct document_id) AS n_backfill_distinct",
                  "`moz-fx-data-backfill-14.telemetry_stable.main_v4`"))
          + """

SELECT
  *,\s
  (n_backfill) / n_live AS ratio,
  CASE
    WHEN n_backfill_distinct != n_backfill THEN 'BACKFILL IS NOT PROPERLY DEDUPED!'
    WHEN n_backfill < n_live THEN 'BACKFILL HAS FEWER RECORDS THAN LIVE!'
    WHEN n_backfill < n_stable THEN 'BACKFILL HAS FEWER RECORDS THAN STABLE!'
    WHEN n_pbd != n_backfill THEN 'BACKFILL DOES NOT MATCH PAYLOAD_BYTES_DECODED!'
  END AS checks
FROM pbd
FULL JOIN live USING (tbl)
FULL JOIN stable USING (tbl)
FULL JOIN bkf USING (tbl)
order by ratio
""";
}
