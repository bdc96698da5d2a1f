-- Every row of the day but those of which a module lies in a user's own folder.
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
      REGEXP_CONTAINS(module.resolved_dll_name, r'(?i)\\users\\')
  )
