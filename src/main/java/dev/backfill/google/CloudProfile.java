package dev.backfill.google;

import com.google.auth.Credentials;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where the clients point: Google's endpoints with Application Default Credentials, or a sandbox
 * without any.
 *
 * @param endpoint a sandbox's address without a slash at its end
 */
public record CloudProfile(Optional<String> endpoint) {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  public static CloudProfile production() {
    return new CloudProfile(Optional.empty());
  }

  public static CloudProfile sandbox(String endpoint) {
    return new CloudProfile(Optional.of(endpoint.replaceAll("/+$", "")));
  }

  boolean isSandbox() {
    return endpoint.isPresent();
  }

  /**
   * Reads the credentials.
   *
   * @throws CloudException when there are none
   */
  Credentials credentials() {
    if (isSandbox()) {
      return NoCredentials.getInstance();
    }
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    } catch (IOException e) {
      throw new CloudException(
          CloudException.Kind.CREDENTIALS,
          "There are no credentials. Run: gcloud auth application-default login",
          e);
    }
  }

  /**
   * Whom the credentials are of: a service account by its address, and otherwise, in words, the
   * user who logged in; empty in a sandbox.
   *
   * @throws CloudException when there are none
   */
  public String account() {
    if (isSandbox()) {
      return "";
    }
    return credentials() instanceof ServiceAccountSigner signer
        ? signer.getAccount()
        : "the user of gcloud's application-default login";
  }

  /** What to show of it. */
  String description() {
    return (isSandbox() ? CloudKind.SANDBOX : CloudKind.GOOGLE).description();
  }
}
