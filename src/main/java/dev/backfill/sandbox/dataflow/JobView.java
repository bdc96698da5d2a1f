package dev.backfill.sandbox.dataflow;

import dev.backfill.sandbox.http.ApiException;
import java.util.Arrays;

/** How much of a job is answered. */
enum JobView {
  SUMMARY,
  DESCRIPTION,
  ALL;

  /** Reads the parameter; without one, and with UNKNOWN, it is the summary. */
  static JobView of(String parameter) {
    if (parameter == null || parameter.isEmpty() || parameter.equals("JOB_VIEW_UNKNOWN")) {
      return SUMMARY;
    }
    return Arrays.stream(values())
        .filter(view -> parameter.equals("JOB_VIEW_" + view))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.invalid(
                    "view is JOB_VIEW_SUMMARY, JOB_VIEW_DESCRIPTION or JOB_VIEW_ALL, not "
                        + parameter
                        + "."));
  }
}
