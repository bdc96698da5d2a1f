package dev.backfill.cli;

import dev.backfill.cli.GoogleFront.Asked;
import dev.backfill.cli.GoogleFront.Reply;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Answers of Google's shape that are no good news, and what a run makes of each. */
final class OddAnswers {
  private static final String KEY_LINES = "gcloud auth application-default login";

  private OddAnswers() {}

  /**
   * An answer to the requests of a kind.
   *
   * @param which method, host and path, a pattern that finds itself in {@code GET host/path}
   * @param times how often it is answered so; afterwards as usual
   * @param exit the code of the command
   * @param words what must be said, each
   */
  record Odd(String name, String which, int times, Reply reply, int exit, List<String> words) {
    static Odd always(String name, String which, Reply reply, int exit, String... words) {
      return new Odd(name, which, Integer.MAX_VALUE, reply, exit, List.of(words));
    }

    static Odd first(int times, String name, String which, Reply reply, int exit, String... words) {
      return new Odd(name, which, times, reply, exit, List.of(words));
    }

    Predicate<Asked> matches() {
      var pattern = Pattern.compile(which);
      return asked -> pattern.matcher(asked.toString()).find();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Reply error(int code, String reason, String message) {
    return error(code, reason, message, "");
  }

  static Reply error(int code, String reason, String message, String details) {
    return Reply.json(
        code,
        """
        {"error": {"code": %d, "message": "%s",
          "errors": [{"message": "%s", "domain": "global", "reason": "%s"}],
          "status": "X", "details": [%s]}}
        """
            .formatted(code, message, message, reason, details));
  }

  private static Reply disabled(String api, String title) {
    return error(
        403,
        "accessNotConfigured",
        title
            + " has not been used in project 1234 before or it is disabled. Enable it by visiting"
            + " https://console.developers.google.com/apis/api/"
            + api
            + "/overview?project=1234 then retry.",
        """
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED",
          "domain": "googleapis.com",
          "metadata": {"service": "%s", "consumer": "projects/1234"}}
        """
            .formatted(api));
  }

  private static Odd disabled(String name, String which, String api, String title) {
    return Odd.always(
        name,
        which,
        disabled(api, title),
        3,
        "has not been used in project 1234",
        "gcloud services enable " + api + " --project=1234. It takes some minutes");
  }

  private static Reply job(String status) {
    return Reply.json(
        200,
        """
        {"kind": "bigquery#job", "id": "t:US.j", "status": %s,
          "jobReference": {"projectId": "JOB_PROJECT", "jobId": "JOB_ID", "location": "US"},
          "configuration": {"jobType": "QUERY", "query": {"query": "SELECT 1", "useLegacySql": false}},
          "statistics": {"creationTime": "1586822400000"}}
        """
            .formatted(status));
  }

  private static String failed(String reason, String message) {
    return """
        {"state": "DONE", "errorResult": {"reason": "%s", "message": "%s"},
          "errors": [{"reason": "%s", "message": "%s"}]}
        """
        .formatted(reason, message, reason, message);
  }

  static List<Odd> ofTokens() {
    var token = "POST oauth2/token";
    return List.of(
        Odd.always(
            "a revoked key",
            token,
            Reply.json(
                400,
                "{\"error\": \"invalid_grant\", \"error_description\": \"Invalid JWT Signature.\"}"),
            3,
            "Invalid JWT Signature. Nothing was asked.",
            "take a new key of the service account"),
        Odd.always(
            "an account that was deleted",
            token,
            Reply.json(
                400,
                "{\"error\": \"invalid_grant\","
                    + " \"error_description\": \"Invalid grant: account not found\"}"),
            3,
            "account not found. Nothing was asked."),
        Odd.always(
            "a client that was deleted",
            token,
            Reply.json(401, "{\"error\": \"deleted_client\"}"),
            3,
            "The credentials are refused: deleted_client. Nothing was asked."),
        Odd.always("a portal's page for a token", token, Reply.html(200), 5, "A page came"),
        Odd.always("a redirection for a token", token, Reply.html(302), 5, "A page came"),
        Odd.always("a token server that is away", token, Reply.json(503, "{}"), 5, "xx"));
  }

  static List<Odd> ofPreflight() {
    var source = "GET bigquery/bigquery/v2/projects/" + GoogleRun.SOURCE;
    var stable = source + "/datasets/telemetry_stable/tables/core_v10\\?";
    return List.of(
        disabled(
            "Resource Manager's API off",
            "cloudresourcemanager/",
            "cloudresourcemanager.googleapis.com",
            "Cloud Resource Manager API"),
        disabled("BigQuery's API off", "bigquery/", "bigquery.googleapis.com", "BigQuery API"),
        disabled("Dataflow's API off", "dataflow/", "dataflow.googleapis.com", "Dataflow API"),
        disabled(
            "Cloud Storage's API off", "storage/", "storage.googleapis.com", "Cloud Storage API"),
        Odd.always(
            "Compute's API off",
            "compute/",
            disabled("compute.googleapis.com", "Compute Engine API"),
            0,
            "stage done"),
        Odd.always(
            "a token that is not taken",
            "bigquery/",
            error(401, "authError", "Request had invalid authentication credentials."),
            5,
            "invalid authentication credentials.",
            KEY_LINES),
        Odd.always(
            "no quota project",
            "cloudresourcemanager/",
            error(
                403,
                "accessNotConfigured",
                "The cloudresourcemanager.googleapis.com API requires a quota project, which is"
                    + " not set by default."),
            3,
            "set-quota-project PROJECT"),
        Odd.always(
            "a quota project of others",
            "bigquery/",
            error(
                403,
                "forbidden",
                "Caller does not have required permission to use project other. Grant the caller"
                    + " the roles/serviceusage.serviceUsageConsumer role",
                "{\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\","
                    + " \"reason\": \"USER_PROJECT_DENIED\", \"domain\": \"googleapis.com\"}"),
            3,
            "set-quota-project PROJECT"),
        Odd.always(
            "a perimeter",
            "bigquery/",
            error(
                403,
                "accessDenied",
                "VPC Service Controls: Request is prohibited by organization's policy."
                    + " vpcServiceControlsUniqueIdentifier: Zx9-q_1."),
            3,
            "VPC Service Controls of the organisation forbid it",
            "name Zx9-q_1"),
        Odd.always(
            "billing that is off",
            "bigquery/",
            error(
                403,
                "accessDenied",
                "The project to be billed is associated with a closed billing account."),
            3,
            "closed billing account"),
        Odd.always("a page of a network", "bigquery/", Reply.html(200), 5, "A page came"),
        Odd.always("a redirection", "bigquery/", Reply.html(302), 5, "A page came"),
        Odd.always("nothing at all", "bigquery/", new Reply(204, "text/plain", "", null), 5, "xx"),
        Odd.always("a bad gateway", "bigquery/", Reply.html(502), 5, "A page came"),
        Odd.first(3, "a bad gateway for a moment", "bigquery/", Reply.html(502), 0, "stage done"),
        Odd.always(
            "JSON that is none",
            "bigquery/",
            Reply.json(500, "upstream connect error or disconnect"),
            5,
            "xx"),
        Odd.first(
            4,
            "a rate limit for a moment",
            "bigquery/",
            error(403, "rateLimitExceeded", "Exceeded rate limits: too many api requests"),
            0,
            "stage done"),
        Odd.always(
            "a rate limit that stays",
            "bigquery/",
            error(403, "rateLimitExceeded", "Exceeded rate limits: too many api requests"),
            1,
            "Wait for the quota, or ask for more"),
        Odd.always(
            "a quota used up",
            "bigquery/",
            error(403, "quotaExceeded", "Quota exceeded: Your project exceeded quota for x"),
            1,
            "Wait for the quota, or ask for more"),
        Odd.always(
            "a table that is not there",
            stable,
            error(404, "notFound", "Not found: Table p:telemetry_stable.core_v10"),
            3,
            "There is no table " + GoogleRun.SOURCE + ":telemetry_stable.core_v10."),
        Odd.always(
            "one dataset that may not be seen",
            source + "/datasets/telemetry_live\\?",
            error(403, "accessDenied", "Access Denied: Dataset telemetry_live"),
            0,
            "stage done"),
        Odd.always(
            "a table that may not be read",
            source + "/datasets/telemetry_live/tables/",
            error(
                403,
                "accessDenied",
                "Access Denied: Table p:telemetry_live.core_v10: Permission"
                    + " bigquery.tables.get denied on table"),
            3,
            "Permission bigquery.tables.get denied"));
  }

  static List<Odd> ofStage() {
    var insert = "POST bigquery/bigquery/v2/projects/data-backfill-\\d+/jobs\\?";
    var poll = "GET bigquery/bigquery/v2/projects/data-backfill-\\d+/jobs/r[^?]*-stage-";
    return List.of(
        Odd.always(
            "a dataset that may not be made",
            "POST bigquery/bigquery/v2/projects/data-backfill-\\d+/datasets",
            error(
                403,
                "accessDenied",
                "Access Denied: Project t: User does not have bigquery.datasets.create permission"),
            1,
            "bigquery.datasets.create"),
        Odd.always(
            "a bucket that the organisation refuses",
            "POST storage/storage/v1/b\\?",
            error(
                412,
                "conditionNotMet",
                "Request violates constraint 'constraints/gcp.resourceLocations' on the project"),
            3,
            "constraints/gcp.resourceLocations"),
        Odd.first(
            1,
            "a query that ran out of resources",
            poll,
            job(
                failed(
                    "resourcesExceeded",
                    "Resources exceeded during query execution: The query could not be executed in"
                        + " the allotted memory")),
            1,
            "could not be executed in the allotted memory"),
        Odd.always("an unknown state of a job", poll, job("{\"state\": \"MIGRATING\"}"), 5, "xx"));
  }
}
