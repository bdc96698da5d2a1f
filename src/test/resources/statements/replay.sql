-- count payload_bytes_decoded, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null
FROM
  `moz-fx-data-shared-prod.payload_bytes_decoded.telemetry_telemetry__main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count backfill, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null
FROM
  `moz-fx-data-backfill-14.telemetry_stable.main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count live, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null
FROM
  `moz-fx-data-shared-prod.telemetry_live.main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count stable, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null
FROM
  `moz-fx-data-shared-prod.telemetry_stable.main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count staged, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null
FROM
  `moz-fx-data-backfill-14.payload_bytes_decoded.telemetry_telemetry__main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count error rows, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_errors
FROM
  `moz-fx-data-backfill-14.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
  AND document_namespace = 'telemetry'
  AND document_type = 'main'
  AND document_version = '4'
GROUP BY
  counted_day

-- missing ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    document_id
  FROM
    `moz-fx-data-shared-prod.payload_bytes_decoded.telemetry_telemetry__main_v4`
  WHERE
    (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
    AND document_id IS NOT NULL
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    document_id
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(document_id ORDER BY document_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- extra ids, reads 2 tables
WITH difference AS (
  SELECT
    DATE(submission_timestamp) AS counted_day,
    document_id
  FROM
    `moz-fx-data-backfill-14.telemetry_stable.main_v4`
  WHERE
    (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
    AND document_id IS NOT NULL
  EXCEPT DISTINCT
  SELECT
    DATE(submission_timestamp) AS counted_day,
    document_id
  FROM
    `moz-fx-data-shared-prod.payload_bytes_decoded.telemetry_telemetry__main_v4`
  WHERE
    (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
)
SELECT
  counted_day,
  COUNT(*) AS n,
  ARRAY_AGG(document_id ORDER BY document_id LIMIT 20) AS samples
FROM
  difference
GROUP BY
  counted_day

-- group error rows, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  error_type,
  IF(
    STARTS_WITH(error_message, 'document_id '),
    SUBSTR(error_message, STRPOS(error_message, ': ') + 2),
    error_message
  ) AS message,
  COUNT(*) AS n_errors
FROM
  `moz-fx-data-backfill-14.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
  AND document_namespace = 'telemetry'
  AND document_type = 'main'
  AND document_version = '4'
GROUP BY
  counted_day,
  error_type,
  message
QUALIFY
  ROW_NUMBER() OVER (
    PARTITION BY
      counted_day
    ORDER BY
      n_errors DESC,
      message,
      error_type
  ) <= 100
ORDER BY
  counted_day,
  n_errors DESC,
  message,
  error_type

-- by hour
SELECT
  EXTRACT(HOUR FROM submission_timestamp) AS part,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct
FROM
  `moz-fx-data-shared-prod.telemetry_live.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-13'
GROUP BY
  part
ORDER BY
  part

-- by channel
SELECT
  normalized_channel AS part,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct
FROM
  `moz-fx-data-shared-prod.telemetry_stable.main_v4`
WHERE
  DATE(submission_timestamp) = '2020-04-13'
GROUP BY
  part
ORDER BY
  part
