-- count stable, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null,
  COUNTIF(
      submission_timestamp < TIMESTAMP('2020-04-13 12:00:00')
    ) AS n_affected
FROM
  `moz-fx-data-shared-prod.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-13'
GROUP BY
  counted_day

-- count stable, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null,
  COUNTIF(
      submission_timestamp < TIMESTAMP('2020-04-14 12:00:00')
    ) AS n_affected
FROM
  `moz-fx-data-shared-prod.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-14'
GROUP BY
  counted_day

-- count stable, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null,
  COUNTIF(
      submission_timestamp < TIMESTAMP('2020-04-17 12:00:00')
    ) AS n_affected
FROM
  `moz-fx-data-shared-prod.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-17'
GROUP BY
  counted_day

-- count rewritten, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null,
  COUNTIF(
      submission_timestamp < TIMESTAMP('2020-04-13 12:00:00')
    ) AS n_affected
FROM
  `moz-fx-data-backfill-14.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-13'
GROUP BY
  counted_day

-- count rewritten, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null,
  COUNTIF(
      submission_timestamp < TIMESTAMP('2020-04-14 12:00:00')
    ) AS n_affected
FROM
  `moz-fx-data-backfill-14.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-14'
GROUP BY
  counted_day

-- count rewritten, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null,
  COUNTIF(
      submission_timestamp < TIMESTAMP('2020-04-17 12:00:00')
    ) AS n_affected
FROM
  `moz-fx-data-backfill-14.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-17'
GROUP BY
  counted_day

-- missing ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-13'
  GROUP BY
    counted_day,
    rewritten_id
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-13'
  GROUP BY
    counted_day,
    rewritten_id
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- missing ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-14'
  GROUP BY
    counted_day,
    rewritten_id
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-14'
  GROUP BY
    counted_day,
    rewritten_id
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- missing ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-17'
  GROUP BY
    counted_day,
    rewritten_id
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-17'
  GROUP BY
    counted_day,
    rewritten_id
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- extra ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-13'
  GROUP BY
    counted_day,
    rewritten_id
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-13'
  GROUP BY
    counted_day,
    rewritten_id
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- extra ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-14'
  GROUP BY
    counted_day,
    rewritten_id
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-14'
  GROUP BY
    counted_day,
    rewritten_id
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- extra ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-17'
  GROUP BY
    counted_day,
    rewritten_id
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    IFNULL(document_id, 'no id') AS rewritten_id,
    COUNT(*) AS copies
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-17'
  GROUP BY
    counted_day,
    rewritten_id
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(rewritten_id ORDER BY rewritten_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- count live, reads 2 tables
WITH affected AS (
  SELECT DISTINCT
    DATE(submission_timestamp) AS affected_day,
    document_id
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-13'
    AND document_id IS NOT NULL
    AND (
      submission_timestamp < TIMESTAMP('2020-04-13 12:00:00')
    )
)
SELECT
  DATE(other.submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNTIF(affected.document_id IS NOT NULL) AS n_same
FROM
  `moz-fx-data-shared-prod.telemetry_live.main_v4` AS other
LEFT JOIN
  affected
ON
  other.document_id = affected.document_id
  AND DATE(other.submission_timestamp) = affected.affected_day
WHERE
  DATE(other.submission_timestamp) = '2020-04-13'
GROUP BY
  counted_day

-- count live, reads 2 tables
WITH affected AS (
  SELECT DISTINCT
    DATE(submission_timestamp) AS affected_day,
    document_id
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-14'
    AND document_id IS NOT NULL
    AND (
      submission_timestamp < TIMESTAMP('2020-04-14 12:00:00')
    )
)
SELECT
  DATE(other.submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNTIF(affected.document_id IS NOT NULL) AS n_same
FROM
  `moz-fx-data-shared-prod.telemetry_live.main_v4` AS other
LEFT JOIN
  affected
ON
  other.document_id = affected.document_id
  AND DATE(other.submission_timestamp) = affected.affected_day
WHERE
  DATE(other.submission_timestamp) = '2020-04-14'
GROUP BY
  counted_day

-- count live, reads 2 tables
WITH affected AS (
  SELECT DISTINCT
    DATE(submission_timestamp) AS affected_day,
    document_id
  FROM
    `moz-fx-data-shared-prod.telemetry_stable.main_v4`
  WHERE
    DATE(submission_timestamp) = '2020-04-17'
    AND document_id IS NOT NULL
    AND (
      submission_timestamp < TIMESTAMP('2020-04-17 12:00:00')
    )
)
SELECT
  DATE(other.submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNTIF(affected.document_id IS NOT NULL) AS n_same
FROM
  `moz-fx-data-shared-prod.telemetry_live.main_v4` AS other
LEFT JOIN
  affected
ON
  other.document_id = affected.document_id
  AND DATE(other.submission_timestamp) = affected.affected_day
WHERE
  DATE(other.submission_timestamp) = '2020-04-17'
GROUP BY
  counted_day

-- count errors, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows
FROM
  `moz-fx-data-shared-prod.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
  AND document_namespace = 'telemetry'
  AND document_type = 'main'
  AND document_version = '4'
GROUP BY
  counted_day
