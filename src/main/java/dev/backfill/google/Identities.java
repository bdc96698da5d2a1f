package dev.backfill.google;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.UrlEncodedContent;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.Credentials;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Identity;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who acts by some credentials. */
final class Identities {
  private static final Logger LOG = LoggerFactory.getLogger(Identities.class);
  private static final String TOKEN_INFO = "https://oauth2.googleapis.com/tokeninfo";

  private final Credentials credentials;

  // The account of credentials does not change: it is asked for once.
  private volatile Optional<String> account;

  Identities(Credentials credentials) {
    this.credentials = credentials;
  }

  Identity identity() {
    if (!(credentials instanceof GoogleCredentials google)) {
      return Identity.NOBODY;
    }
    // Here an expired login is found, before anything is begun by it.
    Errors.guard(
        "Credentials",
        () -> {
          google.refreshIfExpired();
          return true;
        });
    if (account == null) {
      account = account(google);
    }
    return new Identity(account, kind(google), Optional.ofNullable(google.getQuotaProjectId()));
  }

  private static String kind(GoogleCredentials google) {
    if (google instanceof ImpersonatedCredentials) {
      return "impersonation";
    } else if (google instanceof ServiceAccountCredentials) {
      return "a service account's key";
    } else if (google instanceof ComputeEngineCredentials) {
      return "this machine's service account";
    }
    return google instanceof UserCredentials ? "a user's login" : "federated credentials";
  }

  private static Optional<String> account(GoogleCredentials google) {
    if (google instanceof ImpersonatedCredentials impersonated) {
      return Optional.ofNullable(impersonated.getAccount());
    } else if (google instanceof ServiceAccountCredentials key) {
      return Optional.ofNullable(key.getAccount());
    }
    return ofToken(google);
  }

  /** The token's own word: in the body of the request, for addresses are logged on the way. */
  private static Optional<String> ofToken(GoogleCredentials google) {
    try {
      var token = Map.of("access_token", google.getAccessToken().getTokenValue());
      var answer =
          Errors.guard(
              "Who acts",
              () ->
                  new NetHttpTransport()
                      .createRequestFactory()
                      .buildPostRequest(new GenericUrl(TOKEN_INFO), new UrlEncodedContent(token))
                      .setParser(new JsonObjectParser(GsonFactory.getDefaultInstance()))
                      .execute()
                      .parseAs(GenericJson.class));
      return Optional.ofNullable(answer.get("email")).map(Object::toString);
    } catch (CloudException e) {
      LOG.warn("Who acts is not known.", e);
      return Optional.empty();
    }
  }
}
