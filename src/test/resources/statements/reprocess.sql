-- count what the filter catches, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT REGEXP_REPLACE(IFNULL(error_message, ''), '[0-9]+', '#')) AS n_kinds
FROM
  `moz-fx-data-shared-prod.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
  AND document_namespace = 'telemetry' AND document_type = 'main' AND document_version = '4'
  AND (IFNULL((error_message LIKE '%expected maxLength: 100%' OR error_message LIKE '%it\'s%'), FALSE))
GROUP BY
  counted_day

-- count staged error rows, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows
FROM
  `moz-fx-data-backfill-14.payload_bytes_error.backfill_telemetry_telemetry__main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count decoded rows, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows,
  COUNT(DISTINCT document_id) AS n_distinct,
  COUNTIF(document_id IS NULL) AS n_null
FROM
  `moz-fx-data-backfill-14.telemetry_live.main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- count documents that stable lacks, reads 2 tables
WITH
  decoded AS (
    SELECT DISTINCT
      DATE(submission_timestamp) AS counted_day,
      document_id
    FROM
      `moz-fx-data-backfill-14.telemetry_live.main_v4`
    WHERE
      (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
      AND document_id IS NOT NULL
  ),
  held AS (
    SELECT DISTINCT
      DATE(submission_timestamp) AS held_day,
      document_id
    FROM
      `moz-fx-data-shared-prod.telemetry_stable.main_v4`
    WHERE
      (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-16' OR DATE(submission_timestamp) BETWEEN '2020-04-17' AND '2020-04-19')
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
  AND held_day BETWEEN counted_day AND DATE_ADD(counted_day, INTERVAL 2 DAY)
WHERE
  held.document_id IS NULL
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

-- count documents that stable holds, reads 2 tables
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
  `moz-fx-data-shared-prod.telemetry_stable.main_v4` AS stable
JOIN
  (
    SELECT DISTINCT
      DATE(submission_timestamp) AS counted_day,
      document_id
    FROM
      `moz-fx-data-backfill-14.telemetry_stable.main_v4`
    WHERE
      (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
      AND document_id IS NOT NULL
  ) AS added
ON
  stable.document_id = added.document_id
  AND DATE(stable.submission_timestamp) BETWEEN counted_day AND DATE_ADD(counted_day, INTERVAL 2 DAY)
WHERE
  (DATE(stable.submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-16' OR DATE(stable.submission_timestamp) BETWEEN '2020-04-17' AND '2020-04-19')
GROUP BY
  counted_day

-- count documents that were not decoded, reads 2 tables
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
    `moz-fx-data-backfill-14.telemetry_live.main_v4`
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

-- count error rows that the filter names, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNT(*) AS n_rows
FROM
  `moz-fx-data-backfill-14.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
  AND document_namespace = 'telemetry' AND document_type = 'main' AND document_version = '4'
  AND (IF(STARTS_WITH(error_message, 'document_id '), SUBSTR(error_message, STRPOS(error_message, ': ') + 2), error_message) LIKE '%expected maxLength: 100%' OR IF(STARTS_WITH(error_message, 'document_id '), SUBSTR(error_message, STRPOS(error_message, ': ') + 2), error_message) LIKE '%it\'s%')
GROUP BY
  counted_day

-- count additional properties, reads a table
SELECT
  DATE(submission_timestamp) AS counted_day,
  COUNTIF(IFNULL(additional_properties, '{}') != '{}') AS n_rows
FROM
  `moz-fx-data-backfill-14.telemetry_stable.main_v4`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) = '2020-04-17')
GROUP BY
  counted_day

-- scope
SELECT
  CAST(DATE(submission_timestamp) AS STRING) AS day,
  COUNTIF((IFNULL((error_message LIKE '%expected maxLength: 100%' OR error_message LIKE '%it\'s%'), FALSE))) AS n_caught,
  COUNT(*) AS n_all
FROM
  `moz-fx-data-shared-prod.payload_bytes_error.telemetry`
WHERE
  DATE(submission_timestamp) BETWEEN '2020-04-06' AND '2020-04-24'
  AND document_namespace = 'telemetry' AND document_type = 'main' AND document_version = '4'
GROUP BY
  day
ORDER BY
  day

-- scope
SELECT
  error_type,
  exception_class,
  REGEXP_REPLACE(IFNULL(error_message, ''), '[0-9]+', '#') AS message,
  COUNT(*) AS n_rows
FROM
  `moz-fx-data-shared-prod.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) BETWEEN '2020-04-17' AND '2020-04-17')
  AND document_namespace = 'telemetry' AND document_type = 'main' AND document_version = '4'
  AND (IFNULL((error_message LIKE '%expected maxLength: 100%' OR error_message LIKE '%it\'s%'), FALSE))
GROUP BY
  error_type,
  exception_class,
  message
ORDER BY
  n_rows DESC,
  message
LIMIT
  20

-- scope
SELECT
  error_type,
  exception_class,
  REGEXP_REPLACE(IFNULL(error_message, ''), '[0-9]+', '#') AS message,
  COUNT(*) AS n_rows
FROM
  `moz-fx-data-shared-prod.payload_bytes_error.telemetry`
WHERE
  (DATE(submission_timestamp) BETWEEN '2020-04-13' AND '2020-04-14' OR DATE(submission_timestamp) BETWEEN '2020-04-17' AND '2020-04-17')
  AND document_namespace = 'telemetry' AND document_type = 'main' AND document_version = '4'
  AND NOT (IFNULL((error_message LIKE '%expected maxLength: 100%' OR error_message LIKE '%it\'s%'), FALSE))
GROUP BY
  error_type,
  exception_class,
  message
ORDER BY
  n_rows DESC,
  message
LIMIT
  20
