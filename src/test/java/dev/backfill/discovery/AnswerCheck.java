package dev.backfill.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.sandbox.http.AnswerWitness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds every answer of every sandbox that a test starts, in whatever process, against Google's
 * descriptions of its APIs. What does not fit is the failure of the test that caused it.
 */
public final class AnswerCheck implements AnswerWitness {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  // Other paths are objects read by the XML API, and what tests put on routers of their own.
  private static final Pattern APIS =
      Pattern.compile(
          "/(bigquery/v2|storage/v1|v1b3|v1|v3|download/storage|(resumable/)?upload/(storage|bigquery))/.*");

  @Override
  public void answered(Answered answer) {
    if (APIS.matcher(answer.rawPath()).matches()) {
      ApiDescriptions.find().ifPresent(apis -> Seen.add(check(apis, answer)));
    }
  }

  /** What is wrong with an answer. */
  static Seen.Checked check(ApiDescriptions apis, Answered answer) {
    var request = answer.method() + " " + answer.rawPath();
    var method = apis.method(answer.method(), answer.rawPath());
    if (answer.status() >= 400) {
      return new Seen.Checked(request, "an error", errorProblems(answer));
    }
    if (method.isEmpty()) {
      return new Seen.Checked(request, "nothing", List.of("is no method of the API"));
    }
    return new Seen.Checked(request, method.get().id(), problems(method.get(), answer));
  }

  private static List<String> problems(ApiMethod method, Answered answer) {
    var schema = method.response();
    if (answer.body() == null || answer.body().length == 0) {
      return schema.isEmpty() ? List.of() : List.of("has no body, and the API has a " + schema);
    }
    if (schema.isEmpty()) {
      return List.of("has a body, and the API has none");
    }
    var body = json(answer);
    if (body == null) {
      return List.of("is no JSON: " + answer.contentType());
    }
    var problems = new ArrayList<>(SchemaCheck.problems(method.api(), schema, body));
    if (!isPartial(answer)) {
      problems.addAll(Filled.problems(method.api().path("name").asText(), schema, body));
    }
    return problems;
  }

  /** Whether the client asked for some members only. */
  private static boolean isPartial(Answered answer) {
    return answer.rawQuery() != null && answer.rawQuery().matches("(.*&)?fields=.+");
  }

  /** An error's body is in no description: the form that all of Google's clients read. */
  private static List<String> errorProblems(Answered answer) {
    var body = answer.body() == null ? null : json(answer);
    if (body == null) {
      return List.of("is an error without JSON");
    }
    var error = body.path("error");
    var problems = new ArrayList<String>();
    if (error.path("code").asInt() != answer.status()) {
      problems.add("error.code is not " + answer.status() + ": " + error);
    }
    if (!error.path("message").isTextual()
        || !error.at("/errors/0/reason").isTextual()
        || !error.at("/errors/0/domain").isTextual()) {
      problems.add("error has not its message, reason and domain: " + error);
    }
    return problems;
  }

  private static JsonNode json(Answered answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException malformed) {
      return null;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
