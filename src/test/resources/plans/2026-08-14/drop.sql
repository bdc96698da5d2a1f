-- Every row of the day but those in which a path is more than a file's name, and under none of the
-- four folders that a path may name.
SELECT
  *
FROM
  ${source}
WHERE
  DATE(submission_timestamp) = '${day}'
  AND NOT EXISTS (
    SELECT
      1
    FROM
      UNNEST(payload.modules) AS module
    WHERE
      REGEXP_CONTAINS(module.resolved_dll_name, r'\\')
      AND NOT REGEXP_CONTAINS(module.resolved_dll_name, r'(?i)^%(programfiles%( \(x86\))?|systemroot%|temp%)\\')
  )
  AND NOT EXISTS (
    SELECT
      1
    FROM
      UNNEST(payload.processes) AS process,
      UNNEST(process.value.events) AS event
    WHERE
      REGEXP_CONTAINS(event.requested_dll_name, r'\\')
      AND NOT REGEXP_CONTAINS(event.requested_dll_name, r'(?i)^%(programfiles%( \(x86\))?|systemroot%|temp%)\\')
  )
