package dev.backfill.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.cloud.BaseServiceException;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes calls with Google's clients; what they throw becomes what an operator can act on. */
final class Errors {
  /** The reason that the services' common front gives for an API that nobody has turned on. */
  private static final String DISABLED = "accessNotConfigured";

  private static final String ENABLE =
      "Enable that API in the project, or ask its owner to, then resume.";

  private static final Set<String> QUOTA =
      Set.of("quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "jobRateLimitExceeded");

  private static final Set<String> RATE =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "jobRateLimitExceeded");

  // Pauses of 0.4, 0.8, 1.6 and 3.2 seconds; a longer outage is the operator's to wait for.
  private static final int ATTEMPTS = 5;
  private static final int FIRST_PAUSE_MILLIS = 400;
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  /** A call to one of Google's services. */
  interface Call<T> {
    T run() throws IOException;
  }

  /**
   * Makes a call, and throws {@link CloudException} for whatever goes wrong. What the service may
   * answer better in a moment is tried again with growing pauses, so the call must be one that may
   * be made twice. Google's own BigQuery client of this version does not retry a 503.
   */
  static <T> T guard(String what, Call<T> call) {
    for (var attempt = 1; ; attempt++) {
      CloudException failure;
      try {
        return call.run();
      } catch (BaseServiceException e) {
        failure = of(what, e.getCode(), e.getReason(), e.getMessage(), e);
      } catch (IOException e) {
        failure = of(what, e);
      }
      if (attempt == ATTEMPTS || !mayPass(failure) || !paused(attempt)) {
        throw failure;
      }
      LOG.info("Try {} again after attempt {}: {}", what, attempt, failure.getMessage());
    }
  }

  /**
   * What a question is answered; empty, with the reason in the log, when the service refuses it. A
   * service that could not be asked is an error all the same.
   */
  static <T> Optional<T> ifAnswered(String what, Call<T> call) {
    try {
      return Optional.ofNullable(guard(what, call));
    } catch (CloudException e) {
      if (e.leavesUnknown()) {
        throw e;
      }
      LOG.warn("{}: unknown", what, e);
      return Optional.empty();
    }
  }

  /**
   * What a library threw around an answer of the service; empty when there was none.
   *
   * @param what what was tried
   */
  static Optional<CloudException> inside(String what, Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return Optional.of(of(what, io));
      }
    }
    return Optional.empty();
  }

  private static boolean mayPass(CloudException failure) {
    return failure.kind() == Kind.UNAVAILABLE
        || failure.getCause() instanceof BaseServiceException e
            && e.getReason() != null
            && RATE.contains(e.getReason())
        || failure.getCause() instanceof HttpResponseException h && h.getStatusCode() == 429;
  }

  private static boolean paused(int attempt) {
    try {
      Thread.sleep(
          (FIRST_PAUSE_MILLIS << (attempt - 1)) + ThreadLocalRandom.current().nextInt(100));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static CloudException of(String what, IOException e) {
    if (!(e instanceof GoogleJsonResponseException answer)) {
      var status = e instanceof HttpResponseException h ? h.getStatusCode() : 0;
      return of(what, status, null, e.getMessage(), e);
    }
    var details = answer.getDetails();
    var reason =
        details == null || details.getErrors() == null || details.getErrors().isEmpty()
            ? null
            : details.getErrors().get(0).getReason();
    var message = details == null ? answer.getStatusMessage() : details.getMessage();
    return of(what, answer.getStatusCode(), reason, message, e);
  }

  private static CloudException of(
      String what, int status, String reason, String said, Exception cause) {
    var kind = kind(status, reason);
    var advice = DISABLED.equals(reason) ? ENABLE : remedy(kind);
    return new CloudException(kind, what + ": " + sentence(said) + " " + advice, cause);
  }

  // What a service says ends with a full stop or not, and is sometimes nothing.
  static String sentence(String said) {
    var text = said == null || said.isBlank() ? "It gave no reason" : said.strip();
    return text.matches("(?s).*[.!?]") ? text : text + ".";
  }

  private static Kind kind(int status, String reason) {
    if (reason != null && QUOTA.contains(reason)) {
      return Kind.QUOTA;
    }
    return switch (status) {
      case 400 -> Kind.INVALID;
      case 401 -> Kind.CREDENTIALS;
      case 403 -> Kind.DENIED;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 412 -> Kind.PRECONDITION;
      case 501 -> Kind.UNSUPPORTED;
      default -> Kind.UNAVAILABLE;
    };
  }

  private static String remedy(Kind kind) {
    return switch (kind) {
      case INVALID -> "The request itself is wrong; look for it in the log.";
      case CREDENTIALS -> "Run: gcloud auth application-default login, then resume.";
      case DENIED -> "Ask for a role with the permission it names, then resume.";
      case QUOTA -> "Wait for the quota, or ask for more, then resume.";
      case NOT_FOUND -> "Check the name in the plan.";
      case CONFLICT -> "It exists already, or is not empty; look at it first.";
      case PRECONDITION -> "It changed since it was read; look at it again.";
      case UNSUPPORTED -> "Run against Google, or leave this step out.";
      case JOB_FAILED -> "Look at the job, mend the cause, then resume.";
      case UNAVAILABLE -> "The service may have acted all the same; resume to find out.";
    };
  }
}
