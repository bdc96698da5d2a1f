package dev.backfill.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Stands before a sandbox and lists the buckets of one project for every other, as servers do that
 * ignore {@code ?project=}; it can refuse to delete things by name.
 */
public final class MixingProxy implements AutoCloseable {
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade");

  public final List<String> changes = Collections.synchronizedList(new ArrayList<>());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpServer server;
  private final String sandbox;
  private final String project;
  private volatile String undeletable = "";

  public MixingProxy(String sandbox, String project) throws IOException {
    this.sandbox = sandbox;
    this.project = project;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers 403 whenever something whose path ends so is to be deleted. */
  public void refuseToDelete(String end) {
    undeletable = end;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      var target = exchange.getRequestURI().toString();
      if (!method.equals("GET")) {
        changes.add(method + " " + exchange.getRequestURI().getPath());
      }
      if (method.equals("DELETE")
          && !undeletable.isEmpty()
          && exchange.getRequestURI().getPath().endsWith(undeletable)) {
        send(
            exchange,
            403,
            "{\"error\": {\"code\": 403, \"message\": \"Access Denied: bigquery.tables.delete\"}}"
                .getBytes());
        return;
      }
      if (method.equals("GET") && exchange.getRequestURI().getPath().equals("/storage/v1/b")) {
        target = target.replaceAll("project=[^&]*", "project=" + project);
      }
      var request =
          HttpRequest.newBuilder(URI.create(sandbox + target))
              .method(
                  method,
                  HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      exchange
          .getRequestHeaders()
          .forEach(
              (name, values) -> {
                if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                  values.forEach(value -> request.header(name, value));
                }
              });
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      answer
          .headers()
          .firstValue("Content-Type")
          .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
      send(exchange, answer.statusCode(), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
