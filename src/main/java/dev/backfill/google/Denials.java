package dev.backfill.google;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import dev.backfill.cloud.CloudException.Kind;
import dev.backfill.problem.Problem;
import dev.backfill.text.Sentence;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refusals that are about who asks and how a project is set up, not about a permission: each with
 * the command that mends it. The reasons are those of Google's error details ({@code
 * google.rpc.ErrorInfo}), of the services' common front, and of the token endpoint.
 */
final class Denials {
  static final String LOGIN = "gcloud auth application-default login";
  private static final String QUOTA_PROJECT =
      "gcloud auth application-default set-quota-project PROJECT";

  // The project of gcloud's own client: calls are counted there when no quota project is set.
  private static final String GCLOUD = "764086051850";

  private static final Pattern PERIMETER =
      Pattern.compile("(?:vpcServiceControlsUniqueIdentifier|UniqueIdentifier)\\W+([\\w-]+)");
  private static final Pattern SERVICE = Pattern.compile("([a-z]+\\.googleapis\\.com)");
  private static final Pattern CONSUMER = Pattern.compile("projects?[ =/]+([a-z0-9-]+)");
  private static final Pattern BILL =
      Pattern.compile(
          "[Bb]illing (?:account|is disabled|must be enabled|has not been enabled)|enable billing");
  private static final Pattern CONSTRAINT = Pattern.compile("constraints/[A-Za-z.]+");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Denials() {}

  /** What to do about a refusal of one of these kinds. */
  static Optional<String> of(Kind kind, Throwable cause) {
    if (kind != Kind.DENIED && kind != Kind.INVALID && kind != Kind.PRECONDITION) {
      return Optional.empty();
    }
    // Google's client keeps what stands under "error", some others the whole body.
    var body = body(cause);
    var error = body.path("error").isObject() ? body.path("error") : body;
    var text = error.toString();
    var message = error.path("message").asText(String.valueOf(cause.getMessage()));
    if (text.contains("vpcServiceControlsUniqueIdentifier")
        || text.contains("SECURITY_POLICY_VIOLATED")
        || message.contains("VPC Service Controls")) {
      return Optional.of(perimeter(text + " " + message));
    } else if (text.contains("USER_PROJECT_DENIED")
        || message.contains("serviceusage.services.use")
        || message.contains("quota project")
        || disabled(text) && (text + message).contains(GCLOUD)) {
      return Optional.of(
          "The project that your calls are counted in is missing, or not yours to use. Run: "
              + QUOTA_PROJECT
              + ", with a project in which you have serviceusage.services.use, then resume.");
    } else if (disabled(text)) {
      return Optional.of(enable(error, message));
    } else if (text.contains("BILLING_DISABLED")
        || text.contains("billingNotEnabled")
        || BILL.matcher(message).find()) {
      return Optional.of(
          "Nobody pays for the project: ask its owner to link an open billing account, then"
              + " resume.");
    }
    return constraint(text);
  }

  private static Optional<String> constraint(String text) {
    var policy = CONSTRAINT.matcher(text);
    return policy.find()
        ? Optional.of(
            "A policy of the organisation forbids it: ask who keeps "
                + policy.group()
                + " for an exception, or have it made as the policy wants, then resume.")
        : Optional.empty();
  }

  private static boolean disabled(String text) {
    return text.contains("accessNotConfigured") || text.contains("SERVICE_DISABLED");
  }

  private static String perimeter(String text) {
    var id = PERIMETER.matcher(text);
    return "VPC Service Controls of the organisation forbid it from here. Ask who keeps the"
        + " perimeter"
        + (id.find() ? ", and name " + id.group(1) : "")
        + ", or work from inside it, then resume.";
  }

  private static String enable(JsonNode error, String message) {
    var info = error.findPath("metadata");
    return "Enable that API in the project, or ask its owner to: gcloud services enable "
        + first(SERVICE, info.path("service").asText() + " " + error, "SERVICE")
        + " --project="
        + first(CONSUMER, info.path("consumer").asText() + " " + message, "PROJECT")
        + ". It takes some minutes; then resume.";
  }

  /** Nothing but what the pattern takes is written into a command. */
  private static String first(Pattern pattern, String text, String otherwise) {
    var found = pattern.matcher(text);
    return found.find() ? found.group(1) : otherwise;
  }

  /**
   * What is wrong with the credentials themselves: nothing was asked of a service then. Empty when
   * the token endpoint could not be reached, which is an outage as any other.
   */
  static Optional<Problem> token(Throwable thrown) {
    var ofToken = false;
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      var said = String.valueOf(cause.getMessage());
      ofToken |=
          cause instanceof Retryable
              || said.contains("requesting access token")
              || said.contains("getting access token");
      if (ofToken && cause instanceof HttpResponseException answer) {
        return isRefusal(answer.getStatusCode()) ? Optional.of(refused(answer)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  // Neither a page of the network's, nor a token server that is away or has no time.
  private static boolean isRefusal(int status) {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }

  private static Problem refused(HttpResponseException answer) {
    var body = body(answer);
    var text = body.toString().toLowerCase(Locale.ROOT);
    if (text.contains("invalid_rapt") || text.contains("rapt_required")) {
      return Problem.of(
          "Your login has expired: the organisation wants you to sign in again (invalid_rapt)."
              + " Nothing was asked.",
          "Run: " + LOGIN + ", then resume.");
    } else if (body.path("error").isObject()) {
      return Problem.of(
          "You may not act as the account that the plan names: "
              + Sentence.of(body.at("/error/message").asText())
              + " Nothing was asked.",
          "Ask for Service Account Token Creator on it, then resume.");
    } else if (text.contains("jwt") || text.contains("account not found")) {
      return Problem.of(
          "The key of the service account is not taken: "
              + Sentence.of(body.path("error_description").asText("invalid_grant"))
              + " Nothing was asked.",
          "Make a new key, or look at this machine's clock, and name its file in the plan"
              + " (credentials.service_account_file), then resume.");
    } else if (text.contains("invalid_grant")) {
      return Problem.of(
          "Your login is expired or was revoked: "
              + Sentence.of(body.path("error_description").asText("invalid_grant"))
              + " Nothing was asked.",
          "Run: " + LOGIN + ", or take a new key of the service account, then resume.");
    }
    // A 401 to a request with a body comes without its own: Java's client drops it.
    var said =
        body.path("error_description")
            .asText(body.path("error").asText("it answered " + answer.getStatusCode()));
    return Problem.of(
        "The credentials are refused: " + Sentence.of(said) + " Nothing was asked.",
        "Run: " + LOGIN + ", then resume.");
  }

  private static JsonNode body(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer && answer.getContent() != null) {
        try {
          return JSON.readTree(answer.getContent());
        } catch (JsonProcessingException e) {
          return MissingNode.getInstance();
        }
      }
    }
    return MissingNode.getInstance();
  }
}
