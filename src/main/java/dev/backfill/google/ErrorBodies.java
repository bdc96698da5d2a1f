package dev.backfill.google;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.gson.GsonFactory;
import com.google.gson.JsonParseException;
import dev.backfill.text.Visible;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads what a service says of an error, in place of Google's client: that one prints a stack trace
 * on standard error where a body that is labelled JSON is none, and follows a redirection to
 * whatever page a network signs people in at.
 */
final class ErrorBodies {
  private static final int SHOWN = 200;

  private ErrorBodies() {}

  /** Has the errors of a request's answer read here. */
  static void readBy(HttpRequest request) {
    request.setFollowRedirects(false);
    request.setResponseInterceptor(ErrorBodies::read);
  }

  private static void read(HttpResponse response) throws IOException {
    // An upload asks for its own errors, and for more than one kind of success.
    if (response.isSuccessStatusCode()
        || !response.getRequest().getThrowExceptionOnExecuteError()) {
      return;
    }
    var content = response.parseAsString();
    var thrown =
        new HttpResponseException.Builder(
                response.getStatusCode(), response.getStatusMessage(), response.getHeaders())
            .setContent(content);
    var error = error(content);
    if (error.isEmpty()) {
      throw thrown.build();
    }
    throw new GoogleJsonResponseException(
        thrown.setMessage(response.getStatusCode() + " " + content), error.get());
  }

  /** What stands under "error"; empty for whatever is not of Google's form. */
  private static Optional<GoogleJsonError> error(String content) {
    try (var parser = GsonFactory.getDefaultInstance().createJsonParser(content)) {
      parser.skipToKey("error");
      return Optional.ofNullable(parser.parse(GoogleJsonError.class))
          .filter(error -> error.getMessage() != null);
    } catch (IOException | IllegalArgumentException | JsonParseException e) {
      return Optional.empty();
    }
  }

  /** The status of an answer that is not of Google's form, with what little it says. */
  static String told(HttpResponseException answer) {
    var phrase = answer.getStatusMessage();
    var status = answer.getStatusCode() + (phrase == null || phrase.isBlank() ? "" : " " + phrase);
    var content = answer.getContent() == null ? "" : Visible.line(answer.getContent().strip());
    return content.isEmpty() || content.startsWith("{")
        ? status
        : status + ": " + (content.length() > SHOWN ? content.substring(0, SHOWN) + "…" : content);
  }
}
