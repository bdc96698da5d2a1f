package dev.backfill.google;

import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.JobStatus;
import dev.backfill.cloud.CloudException;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a BigQuery job that ended with an error said, and what an operator can do about it. The
 * reasons are those of BigQuery's "Error messages" page.
 */
final class JobFailures {
  // A load of many files lists an error for each; the first few tell the kind.
  private static final int MOST_OTHERS = 4;

  private JobFailures() {}

  /**
   * Whether a job has ended: an {@code errorResult} alone says so too, by the API's reference. The
   * list of errors does not: it holds warnings of jobs that run on, and of those that succeeded.
   */
  static boolean isEnded(JobStatus status) {
    return status != null
        && (status.getState() == JobStatus.State.DONE || status.getError() != null);
  }

  /** The failure of an ended job; empty when it succeeded. */
  static Optional<CloudException> of(String job, JobStatus status) {
    return Optional.ofNullable(status.getError())
        .map(
            error ->
                new CloudException(
                    CloudException.Kind.JOB_FAILED,
                    Problem.of(
                            "Job "
                                + job
                                + " failed: "
                                + Sentence.of(said(error))
                                + others(error, status.getExecutionErrors()),
                            advice(error.getReason()))
                        .with(Action.resume()),
                    null));
  }

  private static String said(BigQueryError error) {
    var message = error.getMessage();
    return message == null || message.isBlank() ? error.getReason() : message;
  }

  private static String others(BigQueryError main, List<BigQueryError> all) {
    var others = new ArrayList<String>();
    for (var error : all == null ? List.<BigQueryError>of() : all) {
      var said = said(error);
      if (said != null && !said.equals(said(main)) && !others.contains(said)) {
        others.add(said);
      }
    }
    if (others.isEmpty()) {
      return "";
    }
    var more = others.size() - MOST_OTHERS;
    return " Also: "
        + Sentence.of(
            String.join("; ", others.subList(0, Math.min(MOST_OTHERS, others.size())))
                + (more > 0 ? "; and " + more + " more" : ""));
  }

  private static String advice(String reason) {
    return switch (reason == null ? "" : reason) {
      case "resourcesExceeded" ->
          "Take fewer days or document types into one plan, slice its days (stage: { slices: 24 }"
              + " in a new plan), or give it more slots, then resume.";
      case "quotaExceeded", "rateLimitExceeded", "jobRateLimitExceeded" ->
          "Wait for the quota, or ask for more, then resume.";
      case "bytesBilledLimitExceeded" ->
          "The table has grown since it was looked at: find out by whom, then resume.";
      case "accessDenied" -> "Ask for a role with the permission it names, then resume.";
      case "stopped" -> "It was cancelled: ask who did, then resume.";
      case "backendError", "internalError", "tableUnavailable", "timeout" ->
          "That is the service's own: resume, which tries again under another id.";
      default -> "Look at the job, fix the cause, then resume.";
    };
  }
}
