package dev.backfill.google;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudKind;
import dev.backfill.cloud.Identity;
import dev.backfill.plan.Plan;
import dev.backfill.problem.Problem;
import dev.backfill.text.Sentence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the clients point: Google's endpoints with the credentials that the plan names, or a
 * sandbox without any.
 *
 * @param endpoint a sandbox's address without a slash at its end
 * @param who whose rights calls to Google have
 * @param answer how long one answer is waited for, before it is asked again
 */
public record CloudProfile(
    Optional<String> endpoint, dev.backfill.plan.Credentials who, Duration answer) {
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  // An hour, the most that is given without asking an administrator; the client takes a new one.
  private static final int LIFETIME_SECONDS = 3600;

  // As Google's clients have it. What takes longer is a job, and asked about in short calls.
  private static final Duration ANSWER = Duration.ofSeconds(20);

  public static CloudProfile production() {
    return new CloudProfile(Optional.empty(), dev.backfill.plan.Credentials.DEFAULT, ANSWER);
  }

  public static CloudProfile sandbox(String endpoint) {
    return new CloudProfile(
        Optional.of(endpoint.replaceAll("/+$", "")), dev.backfill.plan.Credentials.DEFAULT, ANSWER);
  }

  /** The same with the credentials that a plan names. */
  public CloudProfile as(Plan plan) {
    return new CloudProfile(endpoint, plan.credentials(), answer);
  }

  /** The same, with another time that one answer is waited for. */
  public CloudProfile waiting(Duration each) {
    return new CloudProfile(endpoint, who, each);
  }

  boolean isSandbox() {
    return endpoint.isPresent();
  }

  /**
   * Reads the credentials; nothing is sent.
   *
   * @throws CloudException when there are none, or none that can be read
   */
  Credentials credentials() {
    if (isSandbox()) {
      return NoCredentials.getInstance();
    }
    var source = once(who.serviceAccountFile().map(this::ofFile).orElseGet(this::ofDefault));
    var scoped = source.createScoped(SCOPES);
    return who.impersonate()
        .<Credentials>map(
            account ->
                ImpersonatedCredentials.create(scoped, account, null, SCOPES, LIFETIME_SECONDS))
        .orElse(scoped);
  }

  /** Tokens too are asked for again in one place: {@link Errors}. */
  private static GoogleCredentials once(GoogleCredentials source) {
    return source instanceof ServiceAccountCredentials key
        ? key.createWithCustomRetryStrategy(false)
        : source;
  }

  private GoogleCredentials ofDefault() {
    try {
      return GoogleCredentials.getApplicationDefault();
    } catch (IOException | IllegalArgumentException e) {
      var said = String.valueOf(e.getMessage());
      var none = said.contains("not available") || said.contains("not found");
      throw wrong(
          none
              ? "There are no credentials."
              : "The default credentials cannot be read: " + Sentence.of(said),
          e);
    }
  }

  private GoogleCredentials ofFile(String file) {
    try (var in = Files.newInputStream(Path.of(file))) {
      return GoogleCredentials.fromStream(in);
    } catch (NoSuchFileException e) {
      throw wrong("There is no " + file + " (credentials.service_account_file).", e);
    } catch (IOException | IllegalArgumentException e) {
      throw wrong(
          file
              + " holds no credentials (credentials.service_account_file): "
              + Sentence.of(e.getMessage()),
          e);
    }
  }

  private static CloudException wrong(String what, Exception cause) {
    return new CloudException(
        CloudException.Kind.CREDENTIALS,
        Problem.of(
            what + " Nothing was asked.",
            "Run: " + Denials.LOGIN + ", or name a key's file in the plan."),
        cause);
  }

  /**
   * Takes a token, and tells who acts by it.
   *
   * @throws CloudException when the credentials cannot be read, or are refused
   */
  public Identity identity() {
    return isSandbox() ? Identity.NOBODY : new Identities(credentials()).identity();
  }

  /** What to show of it. */
  String description() {
    return (isSandbox() ? CloudKind.SANDBOX : CloudKind.GOOGLE).description();
  }
}
