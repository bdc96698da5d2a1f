package dev.backfill.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.JobStatus;
import dev.backfill.cloud.CloudException;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a BigQuery job that ended with an error said, and what an operator can do about it. The
 * reasons are those of BigQuery's "Error messages" page.
 */
final class JobFailures {
  // A load of many files lists an error for each; the first few tell the kind.
  private static final int MOST_OTHERS = 4;

  // By BigQuery's "Error messages", those of them that a query's job ends with.
  private static final Set<String> OF_QUERIES =
      Set.of(
          "billingTierLimitExceeded",
          "bytesBilledLimitExceeded",
          "invalidQuery",
          "resourcesExceeded",
          "responseTooLarge",
          "stopped",
          "timeout");

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
        .map(error -> failed("Job " + job, error, status.getExecutionErrors(), null));
  }

  /**
   * The failure of a query's job, where the service answered with it in place of rows; empty where
   * the request itself was not taken.
   */
  static Optional<CloudException> ofQuery(GoogleJsonResponseException answer) {
    var details = answer.getDetails();
    if (details == null || details.getErrors() == null || details.getErrors().isEmpty()) {
      return Optional.empty();
    }
    var first = details.getErrors().get(0);
    var error = new BigQueryError(first.getReason(), "", first.getMessage());
    return OF_QUERIES.contains(String.valueOf(first.getReason()))
        ? Optional.of(failed("The query", error, List.of(), answer))
        : Optional.empty();
  }

  private static CloudException failed(
      String what, BigQueryError error, List<BigQueryError> all, Exception cause) {
    return new CloudException(
        CloudException.Kind.JOB_FAILED,
        Problem.of(
                what + " failed: " + Sentence.of(said(error)) + others(error, all),
                advice(error.getReason()))
            .with(Action.resume()),
        cause);
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
