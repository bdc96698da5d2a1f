EXISTS (
  SELECT
    1
  FROM
    UNNEST(payload.modules) AS module
  WHERE
    REGEXP_CONTAINS(module.resolved_dll_name, r'\\')
    AND NOT REGEXP_CONTAINS(module.resolved_dll_name, r'(?i)^%(programfiles%( \(x86\))?|systemroot%|temp%)\\')
)
OR EXISTS (
  SELECT
    1
  FROM
    UNNEST(payload.processes) AS process,
    UNNEST(process.value.events) AS event
  WHERE
    REGEXP_CONTAINS(event.requested_dll_name, r'\\')
    AND NOT REGEXP_CONTAINS(event.requested_dll_name, r'(?i)^%(programfiles%( \(x86\))?|systemroot%|temp%)\\')
) -- A comment at the end ends with its line.
