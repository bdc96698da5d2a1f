package dev.backfill.google;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** Records requests and answers them with canned JSON in Google's shape. */
final class Stub implements AutoCloseable {
  record Sent(String method, String path, String query, String body) {}

  record Reply(int status, String json) {}

  final List<Sent> requests = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private volatile Function<Sent, Reply> answers = sent -> error(404, "notFound", "Not found");

  Stub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  void answer(Function<Sent, Reply> with) {
    answers = with;
  }

  static Reply error(int status, String reason, String message) {
    return new Reply(
        status,
        """
        {"error": {"code": %d, "message": "%s",
          "errors": [{"reason": "%s", "message": "%s", "domain": "global"}]}}
        """
            .formatted(status, message, reason, message));
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      var raw = exchange.getRequestBody();
      var body = (zipped ? new GZIPInputStream(raw) : raw).readAllBytes();
      var uri = exchange.getRequestURI();
      var sent =
          new Sent(
              exchange.getRequestMethod(),
              uri.getPath(),
              uri.getQuery(),
              new String(body, StandardCharsets.UTF_8));
      requests.add(sent);
      var reply = answers.apply(sent);
      var bytes = reply.json().getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", reply.json().startsWith("<") ? "text/html" : "application/json");
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
