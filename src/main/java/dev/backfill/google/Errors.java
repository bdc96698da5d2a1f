package dev.backfill.google;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.cloud.BaseServiceException;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import java.io.IOException;
import java.util.Set;

/** Turns what Google's clients throw into what an operator can act on. */
final class Errors {
  private static final Set<String> QUOTA =
      Set.of("quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "jobRateLimitExceeded");

  private Errors() {}

  /** A call to one of Google's services. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Makes a call, and throws {@link CloudException} for whatever goes wrong. */
  static <T> T guard(String what, Call<T> call) {
    try {
      return call.run();
    } catch (BaseServiceException e) {
      throw of(what, e.getCode(), e.getReason(), e.getMessage(), e);
    } catch (GoogleJsonResponseException e) {
      var details = e.getDetails();
      var reason =
          details == null || details.getErrors() == null || details.getErrors().isEmpty()
              ? null
              : details.getErrors().get(0).getReason();
      var message = details == null ? e.getStatusMessage() : details.getMessage();
      throw of(what, e.getStatusCode(), reason, message, e);
    } catch (IOException e) {
      throw of(what, 0, null, e.getMessage(), e);
    }
  }

  private static CloudException of(
      String what, int status, String reason, String said, Exception cause) {
    var kind = kind(status, reason);
    return new CloudException(kind, what + ": " + said + " " + remedy(kind), cause);
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
