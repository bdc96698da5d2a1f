package dev.backfill.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.HttpStatusCodes;
import com.google.cloud.BaseServiceException;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.text.Sentence;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/** What came back in place of what was asked for, as an operator reads it. */
final class Answers {
  private static final Set<String> QUOTA =
      Set.of("quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded", "jobRateLimitExceeded");

  private static final Set<String> RATE =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "jobRateLimitExceeded");

  private static final String NO_ANSWER = "What came back is no answer to it.";

  private static final int TOO_MANY = 429;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int SERVER = 500;

  private Answers() {}

  /** What a call was about, by which it is told what became of it. */
  enum About {
    QUESTION,
    WHAT_RUNS,
    CHANGE
  }

  static CloudException of(String what, Exception e, About about) {
    var token = Denials.token(e);
    if (token.isPresent()) {
      var refused = Problem.of(what + ": " + token.get().what(), token.get().remedy());
      return new CloudException(Kind.CREDENTIALS, refused.with(Action.resume()), e);
    }
    if (page(e)) {
      return told(
          what,
          Kind.UNAVAILABLE,
          "A page came in place of an answer: a proxy, or the sign-in page of a network, stands"
              + " between. Look at the network.",
          about,
          e);
    }
    if (isUnreadable(e)) {
      return told(what, Kind.UNAVAILABLE, NO_ANSWER, about, e);
    }
    if (e instanceof BaseServiceException service) {
      return of(what, service.getCode(), service.getReason(), said(service), about, e);
    }
    if (!(e instanceof GoogleJsonResponseException answer)) {
      var status = e instanceof HttpResponseException h ? h.getStatusCode() : 0;
      return of(what, status, null, said(e), about, e);
    }
    var details = answer.getDetails();
    var reason =
        details == null || details.getErrors() == null || details.getErrors().isEmpty()
            ? null
            : details.getErrors().get(0).getReason();
    return of(what, answer.getStatusCode(), reason, said(e), about, e);
  }

  private static CloudException of(
      String what, int status, String reason, String said, About about, Exception cause) {
    return told(what, kind(status, reason), Sentence.of(said), about, cause);
  }

  private static CloudException told(
      String what, Kind kind, String sentence, About about, Exception cause) {
    var denial = Denials.of(kind, cause);
    var really = denial.isPresent() && kind == Kind.DENIED ? Kind.NOT_SET_UP : kind;
    var advice = denial.orElseGet(() -> remedy(kind, about));
    return new CloudException(
        really, Problem.of(what + ": " + sentence, advice).with(Action.resume()), cause);
  }

  /**
   * An answer that is no JSON of the form that was asked for, or none at all: Google's clients
   * throw what any mistake in a program throws, so it is told by where it was thrown.
   */
  static Optional<CloudException> unreadable(String what, RuntimeException e, About about) {
    var thrown = e.getStackTrace();
    var by = thrown.length == 0 ? "" : thrown[0].getClassName();
    var empty = e instanceof NullPointerException && by.startsWith("dev.backfill.google.");
    var parsing =
        by.startsWith("com.google.api.client.")
            || by.startsWith("com.google.gson.")
            || by.startsWith("com.google.common.base.Preconditions")
            || by.startsWith("com.google.cloud.");
    return empty || parsing
        ? Optional.of(told(what, Kind.UNAVAILABLE, NO_ANSWER, about, e))
        : Optional.empty();
  }

  /** Whether another try may be answered better. */
  static boolean mayPass(CloudException failure) {
    return failure.kind() == Kind.UNAVAILABLE
        || failure.getCause() instanceof BaseServiceException e
            && e.getReason() != null
            && RATE.contains(e.getReason())
        || failure.getCause() instanceof HttpResponseException h && h.getStatusCode() == TOO_MANY;
  }

  private static boolean page(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException h) {
        var content = h.getContent();
        // Google's APIs redirect nobody, and no client here follows.
        return HttpStatusCodes.isRedirect(h.getStatusCode())
            || content != null && content.stripLeading().startsWith("<");
      }
      // A page with status 200: its first character is no JSON.
      var name = cause.getClass().getName();
      if (name.contains("MalformedJson")
          || name.endsWith("JsonParseException")
              && String.valueOf(cause.getMessage()).startsWith("Unexpected character ('<'")) {
        return true;
      }
    }
    return false;
  }

  /** A mistake in a program that Google's clients wrap as if the service had said it. */
  private static boolean isUnreadable(Throwable thrown) {
    for (var cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException) {
        return false;
      } else if (cause instanceof IllegalArgumentException
          || cause instanceof NullPointerException
          || cause instanceof JsonProcessingException) {
        return true;
      }
    }
    return false;
  }

  private static String said(Exception e) {
    if (Errors.timedOut(e)) {
      return "It timed out";
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return "The name " + cause.getMessage() + " is not known here: there may be no network";
      } else if (cause instanceof ConnectException) {
        return "Nothing answers at its address (" + cause.getMessage() + ")";
      } else if (cause instanceof SocketException) {
        return "The connection broke off (" + cause.getMessage() + ")";
      } else if (cause instanceof SSLException) {
        return "It could not be trusted (" + cause.getMessage() + ")";
      } else if (cause instanceof HttpResponseException answer && !isGoogles(answer)) {
        return "It answered " + ErrorBodies.told(answer);
      }
    }
    if (e instanceof GoogleJsonResponseException google) {
      return google.getDetails().getMessage();
    }
    return e.getMessage() == null && e.getCause() instanceof IOException io
        ? io.getMessage()
        : e.getMessage();
  }

  /** Whether an answer says in Google's own form what is wrong. */
  private static boolean isGoogles(HttpResponseException answer) {
    return answer instanceof GoogleJsonResponseException google
        && google.getDetails() != null
        && google.getDetails().getMessage() != null;
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
      default ->
          status > 400 && status < SERVER && status != TOO_MANY && status != REQUEST_TIMEOUT
              ? Kind.INVALID
              : Kind.UNAVAILABLE;
    };
  }

  private static String remedy(Kind kind, About about) {
    return switch (kind) {
      case INVALID -> "The request itself is wrong; look for it in the log.";
      case CREDENTIALS -> "Run: " + Denials.LOGIN + ", then resume.";
      case DENIED, NOT_SET_UP -> "Ask for a role with the permission it names, then resume.";
      case QUOTA -> "Wait for the quota, or ask for more, then resume.";
      case NOT_FOUND -> "Check the name in the plan.";
      case CONFLICT -> "It exists already, or is not empty; look at it first.";
      case PRECONDITION -> "It changed since it was read; look at it again.";
      case UNSUPPORTED -> "Run against Google, or leave this step out.";
      case JOB_FAILED -> "Look at the job, mend the cause, then resume.";
      case UNAVAILABLE ->
          switch (about) {
            case QUESTION, WHAT_RUNS ->
                "It was only asked, and nothing changed; resume to ask again.";
            case CHANGE -> "The service may have acted all the same; resume to find out.";
          };
    };
  }
}
