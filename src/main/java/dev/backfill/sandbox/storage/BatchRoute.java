package dev.backfill.sandbox.storage;

import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Multipart;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Answers each request of a multipart/mixed body as if it had come alone. */
record BatchRoute(Router router) {
  void routes() {
    router.add("POST", "/batch/storage/v1", this::answer);
    // Google's Java client asks so at Google's own address, which it knows with a slash at its end.
    router.add("POST", "//batch/storage/v1", this::answer);
  }

  private void answer(Request request, Response response) throws Exception {
    var body = request.body().readAllBytes();
    var boundary = "batch_" + UUID.randomUUID();
    var answers = new ByteArrayOutputStream();
    for (var part : Multipart.parse(request.header("Content-Type"), body)) {
      var id = part.headers().getOrDefault("Content-ID", "<>").replaceFirst("^<", "<response-");
      var head = "--" + boundary + "\r\nContent-Type: application/http\r\nContent-ID: " + id;
      answers.write((head + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      answers.write(one(part.content()).bytes());
      answers.write("\r\n".getBytes(StandardCharsets.UTF_8));
    }
    answers.write(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    response.bytes("multipart/mixed; boundary=" + boundary, answers.toByteArray());
  }

  private Inner one(String text) throws Exception {
    var request = text.stripLeading();
    int end = request.indexOf('\n');
    var line = request.substring(0, Math.max(0, end)).strip().split(" ");
    if (line.length != 3) {
      throw ApiException.invalid("A part of the batch is not an HTTP request.");
    }
    var part = Multipart.part(request.substring(end + 1));
    var target = line[1].replaceFirst("^https?://[^/]+", "");
    int mark = target.indexOf('?');
    var path = mark < 0 ? target : target.substring(0, mark);
    var query = mark < 0 ? null : target.substring(mark + 1);
    var inner = new Inner();
    var answer = router.witnessed(inner, line[0], path, query);
    try {
      if (!path.startsWith("/storage/v1/")) {
        throw ApiException.unsupported(path + " in a batch");
      }
      var match = router.match(line[0], path);
      var body = new ByteArrayInputStream(part.bytes());
      var sent = new Request(line[0], path, match.values(), query, part.headers()::get, body);
      match.route().handle(sent, answer);
    } catch (ApiException refused) {
      answer.status(refused.status()).json(refused.toJson());
    }
    return inner;
  }

  private static final class Inner implements Response {
    private final StringBuilder headers = new StringBuilder();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;

    @Override
    public Response status(int code) {
      status = code;
      return this;
    }

    @Override
    public Response header(String name, String value) {
      headers.append(name).append(": ").append(value).append("\r\n");
      return this;
    }

    @Override
    public OutputStream body() {
      return body;
    }

    byte[] bytes() throws IOException {
      var all = new ByteArrayOutputStream();
      var head = "HTTP/1.1 " + status + (status < 300 ? " OK" : " Refused") + "\r\n" + headers;
      all.write((head + "\r\n").getBytes(StandardCharsets.UTF_8));
      body.writeTo(all);
      return all.toByteArray();
    }
  }
}
