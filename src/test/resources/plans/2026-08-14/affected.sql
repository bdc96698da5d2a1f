EXISTS (
  SELECT
    1
  FROM
    UNNEST(payload.modules) AS module
  WHERE
    REGEXP_CONTAINS(module.resolved_dll_name, r'(?i)\\users\\')
) -- A comment at the end ends with its line.
