package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.cloudresourcemanager.CloudResourceManager;
import com.google.auth.oauth2.UserCredentials;
import com.google.cloud.bigquery.BigQueryException;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.CloudException.Kind;
import dev.backfill.cloud.Patience;
import java.net.SocketTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Google's shape, and what may come in their place, as an operator reads them. */
class AnswersTest {
  private Stub stub;

  @BeforeEach
  void start() throws Exception {
    stub = new Stub();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private CloudException asking(int status, String body) {
    stub.answer(sent -> new Stub.Reply(status, body));
    var manager =
        new CloudResourceManager.Builder(
                new NetHttpTransport(), GsonFactory.getDefaultInstance(), request -> {})
            .setRootUrl(stub.address() + "/")
            .setApplicationName("test")
            .build();
    return catchThrowableOfType(
        CloudException.class,
        () ->
            Patience.once(
                () ->
                    Errors.guard(
                        "Project p",
                        () -> manager.projects().get("p").execute().getProjectNumber())));
  }

  private static String error(int code, String message, String reason, String details) {
    return """
        {"error": {"code": %d, "message": "%s", "status": "X",
          "errors": [{"message": "%s", "domain": "global", "reason": "%s"}],
          "details": [%s]}}
        """
        .formatted(code, message, message, reason, details);
  }

  private static String info(String reason, String metadata) {
    return "{\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\", \"reason\": \"%s\","
            .formatted(reason)
        + " \"domain\": \"googleapis.com\", \"metadata\": {"
        + metadata
        + "}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | invalid | INVALID | The request itself is wrong",
        "401 | authError | CREDENTIALS | gcloud auth application-default login",
        "403 | accessDenied | DENIED | Ask for a role",
        "403 | rateLimitExceeded | QUOTA | Wait for the quota",
        "403 | quotaExceeded | QUOTA | Wait for the quota",
        "404 | notFound | NOT_FOUND | Check the name in the plan",
        "405 | invalid | INVALID | The request itself is wrong",
        "409 | duplicate | CONFLICT | It exists already",
        "412 | conditionNotMet | PRECONDITION | It changed since it was read",
        "429 | rateLimitExceeded | QUOTA | Wait for the quota",
        "500 | backendError | UNAVAILABLE | It was only asked, and nothing changed",
        "501 | notImplemented | UNSUPPORTED | Run against Google",
        "502 | backendError | UNAVAILABLE | It was only asked, and nothing changed",
        "503 | backendError | UNAVAILABLE | It was only asked, and nothing changed",
        "504 | timeout | UNAVAILABLE | It was only asked, and nothing changed",
      })
  void tellsEachStatusWithWhatToDo(int status, String reason, Kind kind, String advice) {
    var told = asking(status, error(status, "What it said", reason, ""));
    assertThat(told.kind()).isEqualTo(kind);
    assertThat(told).hasMessageContaining("Project p: What it said. ").hasMessageContaining(advice);
  }

  @Test
  void namesAnApiThatIsNotEnabledWithTheCommand() {
    var told =
        asking(
            403,
            error(
                403,
                "Cloud Dataflow API has not been used in project 12 before or it is disabled.",
                "accessNotConfigured",
                info(
                    "SERVICE_DISABLED",
                    "\"service\": \"dataflow.googleapis.com\", \"consumer\": \"projects/12\"")));
    assertThat(told.kind()).isEqualTo(Kind.NOT_SET_UP);
    assertThat(told)
        .hasMessageContaining("gcloud services enable dataflow.googleapis.com --project=12.");
  }

  @Test
  void namesAMissingQuotaProjectWithTheCommand() {
    var told =
        asking(
            403,
            error(
                403,
                "Your application is authenticating by using local Application Default"
                    + " Credentials. The cloudresourcemanager.googleapis.com API requires a quota"
                    + " project, which is not set by default.",
                "accessNotConfigured",
                info("SERVICE_DISABLED", "\"consumer\": \"projects/764086051850\"")));
    assertThat(told)
        .hasMessageContaining("gcloud auth application-default set-quota-project PROJECT");
  }

  @Test
  void namesAQuotaProjectThatIsNotTheirsToUse() {
    var told =
        asking(
            403,
            error(
                403,
                "Caller does not have required permission to use project other.",
                "forbidden",
                info("USER_PROJECT_DENIED", "\"consumer\": \"projects/other\"")));
    assertThat(told).hasMessageContaining("set-quota-project").hasMessageContaining("not yours");
  }

  @Test
  void namesThePerimeterThatForbidsIt() {
    var told =
        asking(
            403,
            error(
                403,
                "Request is prohibited by organization's policy."
                    + " vpcServiceControlsUniqueIdentifier: AbC-12_x",
                "accessDenied",
                ""));
    assertThat(told)
        .hasMessageContaining("VPC Service Controls of the organisation forbid it from here")
        .hasMessageContaining("name AbC-12_x");
  }

  @ParameterizedTest
  @CsvSource({"200", "502", "504", "404", "403"})
  void takesAPageForNoAnswer(int status) {
    var told = asking(status, "<!DOCTYPE html><html><title>Sign in to the hotel</title></html>");
    assertThat(told.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(told)
        .hasMessageContaining("A page came in place of an answer")
        .hasMessageNotContaining("hotel");
  }

  @ParameterizedTest
  @CsvSource({"''", "[]", "7", "'{\"projectNumber\": {}}'"})
  void takesWhatIsNoAnswerForNone(String body) {
    var told = asking(200, body);
    assertThat(told.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(told.getMessage()).doesNotContain("Exception", "com.google");
  }

  private CloudException refreshing(int status, String body) {
    stub.answer(sent -> new Stub.Reply(status, body));
    var credentials =
        UserCredentials.newBuilder()
            .setClientId("id")
            .setClientSecret("secret")
            .setRefreshToken("refresh")
            .setTokenServerUri(URI.create(stub.address() + "/token"))
            .build();
    return catchThrowableOfType(
        CloudException.class,
        () ->
            Patience.once(
                () ->
                    Errors.guard(
                        "Datasets of p",
                        () -> {
                          credentials.refresh();
                          return 1;
                        })));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"error\": \"invalid_grant\", \"error_subtype\": \"invalid_rapt\" | sign in again",
        "\"error\": \"invalid_grant\", \"error_description\": \"Token has been expired\""
            + " | Token has been expired",
        "\"error\": \"invalid_client\", \"error_description\": \"The OAuth client was deleted\""
            + " | The OAuth client was deleted",
        "\"error\": \"unauthorized_client\" | unauthorized_client",
      })
  void takesARefusedTokenForWrongCredentialsAndNothingAsked(String error, String words) {
    var told = refreshing(400, "{" + error + "}");
    assertThat(told.kind()).isEqualTo(Kind.CREDENTIALS);
    assertThat(told)
        .hasMessageContaining(words)
        .hasMessageContaining("Nothing was asked. Run: gcloud auth application-default login")
        .hasMessageNotContaining("may have acted");
  }

  @Test
  void takesATokenServerThatIsAwayForAnOutage() {
    assertThat(refreshing(503, "{}").kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void saysThatAReadTimedOutAndLeavesTheThreadAsItWas() {
    var told =
        catchThrowableOfType(
            CloudException.class,
            () ->
                Patience.once(
                    () ->
                        Errors.change(
                            "Bucket b",
                            () -> {
                              // As Google's client does.
                              Thread.currentThread().interrupt();
                              throw new SocketTimeoutException("Read timed out");
                            })));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(told)
        .hasMessage(
            "Bucket b: It timed out. The service may have acted all the same; resume to find out.");
  }

  @Test
  void saysThatAReadTimedOutWhereGoogleThrowsAnInterrupt() {
    var told =
        catchThrowableOfType(
            CloudException.class,
            () ->
                Patience.once(
                    () ->
                        Errors.guard(
                            "Dataset d",
                            () -> {
                              // As Google's client for BigQuery does at a stalled read.
                              Thread.currentThread().interrupt();
                              throw new BigQueryException(0, "x", new InterruptedException());
                            })));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(told).hasMessageStartingWith("Dataset d: It timed out. It was only asked");
  }

  @Test
  void saysWhereNothingAnswers() throws Exception {
    stub.close();
    var told =
        catchThrowableOfType(
            CloudException.class,
            () ->
                Patience.once(
                    () ->
                        Errors.guard(
                            "Job j1",
                            () ->
                                new NetHttpTransport()
                                    .createRequestFactory()
                                    .buildGetRequest(new GenericUrl(stub.address()))
                                    .execute())));
    assertThat(told)
        .hasMessageStartingWith("Job j1: Nothing answers at its address (")
        .hasMessageEndingWith("nothing changed; resume to ask again.");
  }
}
