package dev.backfill.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFrameTest {
  private final List<String> seen = new ArrayList<>();
  private HttpFrame frame;

  @BeforeEach
  void start() throws Exception {
    var router = new Router().log((method, path) -> seen.add(method + " " + path));
    router.add(
        "GET",
        "/x/{bucket}/o/{name}",
        (in, out) -> out.json(JsonNodeFactory.instance.objectNode().put("name", in.path("name"))));
    router.add("PATCH", "/echo", (in, out) -> out.json(in.json()));
    router.add(
        "GET",
        "/broken",
        (in, out) -> {
          throw new IllegalStateException("as asked");
        });
    frame = new HttpFrame(router, 0);
    frame.start();
  }

  @AfterEach
  void stop() throws Exception {
    frame.close();
  }

  @Test
  void decodesPathValuesAfterMatching() throws Exception {
    var answer = send(HttpRequest.newBuilder(uri("/x/x/o/a%2Fb%20c+d")));
    assertThat(answer.body()).isEqualTo("{\"name\":\"a/b c+d\"}");
    assertThat(seen).containsExactly("GET /x/x/o/a%2Fb%20c+d");
  }

  @Test
  void givesTheMembersThatAreAskedFor() throws Exception {
    assertThat(send(HttpRequest.newBuilder(uri("/x/x/o/a?fields=name"))).body())
        .isEqualTo("{\"name\":\"a\"}");
    assertThat(send(HttpRequest.newBuilder(uri("/x/x/o/a?fields=kind%2Cid"))).body())
        .isEqualTo("{}");
    var refused = send(HttpRequest.newBuilder(uri("/x/x/o/a?fields=a%28")));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("Invalid field selection a(");
  }

  @Test
  void inflatesBodiesAndHonorsTheOverriddenMethod() throws Exception {
    var zipped = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zipped)) {
      gzip.write("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }
    var answer =
        send(
            HttpRequest.newBuilder(uri("/echo"))
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));
    assertThat(answer.body()).isEqualTo("{\"a\":1}");
  }

  @Test
  void refusesAnUnknownRouteByName() throws Exception {
    var answer = send(HttpRequest.newBuilder(uri("/nowhere")));
    assertThat(answer.statusCode()).isEqualTo(501);
    assertThat(answer.body())
        .contains("GET /nowhere is not supported in the sandbox.", "\"errors\":[{\"domain\"");
  }

  @Test
  void hidesAnUnexpectedFailureBehindACode() throws Exception {
    var answer = send(HttpRequest.newBuilder(uri("/broken")));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("internalError").doesNotContain("as asked");
  }

  private URI uri(String path) {
    return URI.create(frame.endpoint() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
