package dev.backfill.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.cli.GoogleFront.Asked;
import dev.backfill.cli.GoogleFront.Reply;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Answers of Google's shape that are no good news, and what comes in their place; each with what a
 * run up to stage makes of it. Shapes: Google's API descriptions, and the error bodies that its
 * documents and public issue trackers quote.
 */
final class OddAnswers {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int REFUSED = 3;
  static final int UNKNOWN = 5;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESUMES = "It was only asked, and nothing changed; resume";
  private static final String PAGE = "A page came in place of an answer: a proxy, or the sign-in";
  private static final String SOURCE = "GET bigquery/bigquery/v2/projects/" + GoogleRun.SOURCE;
  private static final String STABLE = SOURCE + "/datasets/telemetry_stable/tables/core_v10\\?";
  private static final String TARGET = "bigquery/bigquery/v2/projects/data-backfill-\\d+";

  private OddAnswers() {}

  /**
   * An answer to the requests of a kind.
   *
   * @param which a pattern that finds itself in {@code GET host/path?query}
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

    /** The stage up to which it is run. */
    String until() {
      return words.contains("preflight done") ? "preflight" : "stage";
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

  /** The sandbox's answer, with something else in it. */
  static Reply with(Consumer<ObjectNode> change) {
    return Reply.edited(
        body -> {
          try {
            if (JSON.readTree(body) instanceof ObjectNode tree && !tree.has("error")) {
              change.accept(tree);
              return tree.toString();
            }
            return body;
          } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
          }
        });
  }

  private static Reply withPartitioning(String type, String field) {
    return with(
        table -> {
          table.remove("timePartitioning");
          if (type != null) {
            var by = table.putObject("timePartitioning").put("type", type);
            if (field != null) {
              by.put("field", field);
            }
          }
        });
  }

  private static Odd disabled(String which, String api, String title) {
    var said =
        title
            + " has not been used in project 1234 before or it is disabled. Enable it by visiting"
            + " https://console.developers.google.com/apis/api/"
            + api
            + "/overview?project=1234 then retry.";
    var info =
        """
        {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED",
          "domain": "googleapis.com",
          "metadata": {"service": "%s", "consumer": "projects/1234"}}
        """
            .formatted(api);
    return Odd.always(
        title + " off",
        which,
        error(403, "accessNotConfigured", said, info),
        REFUSED,
        "has not been used in project 1234",
        "gcloud services enable " + api + " --project=1234. It takes some minutes");
  }

  private static Reply token(int status, String error, String description) {
    return Reply.json(
        status, "{\"error\": \"" + error + "\", \"error_description\": \"" + description + "\"}");
  }

  static List<Odd> ofTokens() {
    var asked = "POST oauth2/token";
    return List.of(
        Odd.always(
            "a revoked key",
            asked,
            token(400, "invalid_grant", "Invalid JWT Signature."),
            REFUSED,
            "The key of the service account is not taken: Invalid JWT Signature. Nothing was",
            "name its file in the plan (credentials.service_account_file), then resume."),
        Odd.always(
            "an account that was deleted",
            asked,
            token(400, "invalid_grant", "Invalid grant: account not found"),
            REFUSED,
            "account not found. Nothing was asked."),
        Odd.always(
            "a login of long ago",
            asked,
            token(400, "invalid_grant", "Token has been expired or revoked."),
            REFUSED,
            "Token has been expired or revoked. Nothing was asked.",
            "gcloud auth application-default login"),
        Odd.always(
            "a client that is not taken",
            asked,
            token(401, "invalid_client", "The OAuth client was not found."),
            REFUSED,
            "The credentials are refused: it answered 401. Nothing was asked."),
        Odd.always("a portal's page for a token", asked, Reply.html(200), UNKNOWN, PAGE, RESUMES),
        Odd.always("a redirection for a token", asked, Reply.html(302), UNKNOWN, PAGE, RESUMES),
        Odd.always(
            "a token server that is away",
            asked,
            Reply.json(503, "{}"),
            UNKNOWN,
            "No answer since ",
            "Credentials: It answered 503 Service Unavailable. " + RESUMES));
  }

  static List<Odd> ofSetup() {
    var all = TARGET + "|" + SOURCE;
    return List.of(
        disabled("cloudresourcemanager/", "cloudresourcemanager.googleapis.com", "Resource API"),
        disabled(all, "bigquery.googleapis.com", "BigQuery API"),
        disabled("dataflow/", "dataflow.googleapis.com", "Dataflow API"),
        disabled("storage/", "storage.googleapis.com", "Cloud Storage API"),
        Odd.always(
            "no quota project",
            "cloudresourcemanager/",
            error(
                403,
                "accessNotConfigured",
                "The cloudresourcemanager.googleapis.com API requires a quota project, which is"
                    + " not set by default."),
            REFUSED,
            "gcloud auth application-default set-quota-project PROJECT"),
        Odd.always(
            "a quota project of others",
            all,
            error(
                403,
                "forbidden",
                "Caller does not have required permission to use project other.",
                "{\"@type\": \"type.googleapis.com/google.rpc.ErrorInfo\","
                    + " \"reason\": \"USER_PROJECT_DENIED\", \"domain\": \"googleapis.com\"}"),
            REFUSED,
            "gcloud auth application-default set-quota-project PROJECT"),
        Odd.always(
            "a perimeter",
            all,
            error(
                403,
                "accessDenied",
                "VPC Service Controls: Request is prohibited by organization's policy."
                    + " vpcServiceControlsUniqueIdentifier: Zx9-q_1."),
            REFUSED,
            "VPC Service Controls of the organisation forbid it from here.",
            "name Zx9-q_1"),
        Odd.always(
            "a bill that nobody pays",
            all,
            error(
                403,
                "accessDenied",
                "The project to be billed is associated with a closed billing account."),
            REFUSED,
            "Nobody pays for the project: ask its owner to link an open billing account"),
        Odd.always(
            "a token that is not taken",
            all,
            error(401, "authError", "Request had invalid authentication credentials."),
            UNKNOWN,
            "Request had invalid authentication credentials. Run: gcloud auth"));
  }

  static List<Odd> ofNetworks() {
    var all = TARGET + "|" + SOURCE;
    return List.of(
        Odd.always("a page of a network", all, Reply.html(200), UNKNOWN, PAGE, RESUMES),
        Odd.always("a redirection", all, Reply.html(302), UNKNOWN, PAGE, RESUMES),
        Odd.always("a bad gateway", all, Reply.html(502), UNKNOWN, "(9 minutes)", PAGE, RESUMES),
        Odd.first(9, "a bad gateway for a while", all, Reply.html(502), DONE, "No answer since "),
        Odd.always(
            "nothing at all",
            all,
            Reply.nothing(204),
            UNKNOWN,
            "What came back is no answer to it. " + RESUMES),
        Odd.always(
            "JSON that is none",
            all,
            Reply.json(500, "upstream connect error"),
            UNKNOWN,
            "It answered 500 Internal Server Error: upstream connect error. " + RESUMES),
        Odd.always(
            "JSON of another form",
            "compute/|dataflow/",
            Reply.json(200, "[]"),
            UNKNOWN,
            "Jobs of data-backfill-",
            "What came back is no answer to it."),
        Odd.first(
            4,
            "too many requests, for a while",
            all,
            error(403, "rateLimitExceeded", "Exceeded rate limits: too many api requests"),
            DONE,
            "preflight done"),
        Odd.always(
            "too many requests",
            all,
            error(403, "rateLimitExceeded", "Exceeded rate limits: too many api requests"),
            FAILED,
            "Asked too often since ",
            "too many api requests. Wait for the quota, or ask for more, then resume."),
        Odd.always(
            "a quota used up",
            all,
            error(403, "quotaExceeded", "Quota exceeded: Your project exceeded quota"),
            FAILED,
            "Wait for the quota, or ask for more, then resume."));
  }

  static List<Odd> ofTables() {
    return List.of(
        Odd.always(
            "a table that is not there",
            STABLE,
            error(404, "notFound", "Not found: Table p:telemetry_stable.core_v10"),
            REFUSED,
            "There is no table " + GoogleRun.SOURCE + ":telemetry_stable.core_v10."),
        Odd.always(
            "a table that may not be read",
            SOURCE + "/datasets/telemetry_live/tables/",
            error(403, "accessDenied", "Permission bigquery.tables.get denied on table"),
            REFUSED,
            "Permission bigquery.tables.get denied on table. Ask for a role"),
        Odd.always(
            "a view",
            STABLE,
            with(
                table ->
                    table
                        .put("type", "VIEW")
                        .set("view", JSON.createObjectNode().put("query", "SELECT 1"))),
            REFUSED,
            "telemetry_stable.core_v10 is a view: it holds no rows of its own"),
        Odd.always(
            "a kind of table that nobody knows",
            STABLE,
            with(table -> table.put("type", "HOLOGRAM")),
            REFUSED,
            "telemetry_stable.core_v10 is of a kind that this version does not know."),
        Odd.always(
            "partitions by hour",
            STABLE,
            withPartitioning("HOUR", "submission_timestamp"),
            REFUSED,
            "telemetry_stable.core_v10 is partitioned by hour"),
        Odd.always(
            "partitions of a kind that nobody knows",
            STABLE,
            withPartitioning("WEEK", "submission_timestamp"),
            REFUSED,
            "telemetry_stable.core_v10 is of a kind that this version does not know."),
        Odd.always(
            "partitions by the time of loading",
            STABLE,
            withPartitioning("DAY", null),
            REFUSED,
            "telemetry_stable.core_v10 is partitioned by"),
        Odd.always(
            "no partitions",
            STABLE,
            withPartitioning(null, null),
            REFUSED,
            "telemetry_stable.core_v10 is not partitioned"),
        Odd.always(
            "a table elsewhere",
            STABLE,
            with(table -> table.put("location", "europe-west1")),
            REFUSED,
            "telemetry_stable.core_v10 is in europe-west1. Set target.location"),
        Odd.always(
            "a table with a key of its own",
            STABLE,
            with(table -> table.putObject("encryptionConfiguration").put("kmsKeyName", "k/1")),
            REFUSED,
            "telemetry_stable.core_v10 is encrypted by k/1"),
        Odd.always(
            "rows in the streaming buffer",
            STABLE,
            with(table -> table.putObject("streamingBuffer").put("estimatedRows", "7")),
            REFUSED,
            "telemetry_stable.core_v10 has rows in its streaming buffer"),
        Odd.always(
            "a table that expires",
            STABLE,
            with(table -> table.put("expirationTime", "1900000000000")),
            REFUSED,
            "telemetry_stable.core_v10 expires at 2030-03-17"),
        Odd.always(
            "row policies",
            SOURCE + ".*/rowAccessPolicies",
            Reply.json(
                200,
                "{\"rowAccessPolicies\": [{\"rowAccessPolicyReference\": {\"policyId\":"
                    + " \"only_mine\"}}]}"),
            REFUSED,
            "only_mine"));
  }

  static List<Odd> ofGrants() {
    return List.of(
        Odd.always(
            "row policies that may not be listed",
            SOURCE + ".*/rowAccessPolicies",
            error(403, "accessDenied", "bigquery.rowAccessPolicies.list denied"),
            DONE,
            "preflight done"),
        Odd.always(
            "one dataset that may not be seen",
            SOURCE + "/datasets/telemetry_live\\?",
            error(403, "accessDenied", "Access Denied: Dataset telemetry_live"),
            DONE,
            "preflight done"),
        Odd.always(
            "nothing granted",
            ":testIamPermissions",
            Reply.json(200, "{}"),
            REFUSED,
            "Not granted on " + GoogleRun.SOURCE + ": ",
            "Ask for a role that has them."),
        Odd.always(
            "grants that may not be asked for",
            ":testIamPermissions",
            error(403, "forbidden", "The caller does not have permission"),
            DONE,
            "preflight done"),
        Odd.always(
            "no archive of schemas",
            "GET storage/storage/v1/b/schemas/o/",
            error(404, "notFound", "No such object: schemas/a.tar.gz"),
            REFUSED,
            "There is no schema archive at gs://schemas/a.tar.gz."),
        Odd.always(
            "quotas that may not be asked for",
            "compute/",
            error(403, "accessNotConfigured", "Compute Engine API has not been used"),
            DONE,
            "preflight done"),
        Odd.always(
            "quotas of null",
            "compute/",
            Reply.json(200, "{\"quotas\": null}"),
            DONE,
            "preflight done"),
        Odd.always(
            "a job of a state that nobody knows, of another name",
            "dataflow/.*jobs\\?",
            Reply.json(
                200,
                "{\"jobs\": [{\"id\": \"1\", \"name\": \"x\", \"currentState\":"
                    + " \"JOB_STATE_PONDERING\"}], \"nextPageToken\": null, \"failedLocation\": []}"),
            DONE,
            "preflight done"));
  }

  private static Reply job(String status) {
    return Reply.json(
        200,
        """
        {"kind": "bigquery#job", "id": "t:US.j", "status": %s,
          "jobReference": {"projectId": "t", "jobId": "j", "location": "US"},
          "configuration": {"jobType": "QUERY", "query": {"query": "SELECT 1", "useLegacySql": false}},
          "statistics": {"creationTime": "1586822400000"}}
        """
            .formatted(status));
  }

  private static Reply failed(String reason, String message) {
    var error = "{\"reason\": \"%s\", \"message\": \"%s\"}".formatted(reason, message);
    return job(
        "{\"state\": \"DONE\", \"errorResult\": %s, \"errors\": [%s]}".formatted(error, error));
  }

  static List<Odd> ofWrites() {
    var poll = "GET " + TARGET + "/jobs/r[^?]*-stage-";
    return List.of(
        Odd.always(
            "a dataset that may not be made",
            "POST " + TARGET + "/datasets\\?",
            error(403, "accessDenied", "User does not have bigquery.datasets.create permission"),
            FAILED,
            "User does not have bigquery.datasets.create permission. Ask for a role",
            "Done before:\n- production: not changed\n"),
        Odd.always(
            "a bucket that the organisation forbids",
            "POST storage/storage/v1/b\\?",
            error(412, "conditionNotMet", "'us' violates constraint 'constraints/gcp.locations'"),
            REFUSED,
            "A policy of the organisation forbids it: ask who keeps constraints/gcp.locations",
            "6 datasets and tables made or found"),
        Odd.always(
            "a query that ran out of memory",
            poll,
            failed(
                "resourcesExceeded",
                "Resources exceeded during query execution: The query could not be executed in the"
                    + " allotted memory."),
            FAILED,
            "could not be executed in the allotted memory. Take fewer days"),
        Odd.always(
            "a query that somebody cancelled",
            poll,
            failed("stopped", "Job execution was cancelled: User requested cancellation"),
            FAILED,
            "User requested cancellation. It was cancelled: ask who did, then resume."),
        Odd.always(
            "a query that BigQuery lost",
            poll,
            failed("backendError", "Error encountered during execution. Retrying may solve it."),
            FAILED,
            "resume, which tries again under another id."),
        Odd.always(
            "a table that is read by partitions only",
            poll,
            failed(
                "invalidQuery",
                "Cannot query over table t without a filter over column(s) submission_timestamp"),
            FAILED,
            "without a filter over column(s) submission_timestamp."),
        Odd.first(
            2,
            "a job of a state that nobody knows",
            poll,
            job("{\"state\": \"MIGRATING\"}"),
            DONE,
            "stage done"),
        Odd.first(2, "a job without a state", poll, job("null"), DONE, "stage done"),
        Odd.always(
            "a job that is not there any more",
            poll,
            error(404, "notFound", "Not found: Job t:US.j"),
            UNKNOWN,
            "was started, but is not found. Resume to find out."));
  }
}
