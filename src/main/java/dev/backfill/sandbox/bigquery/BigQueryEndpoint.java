package dev.backfill.sandbox.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** BigQuery v2 alone on a loopback port; port 0 picks a free one. */
public final class BigQueryEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BigQueryEndpoint.class);
  private static final String ROOT = "/bigquery/v2/";
  private final BigQueryService service;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(16);

  public BigQueryEndpoint(BigQueryService service, int port) throws IOException {
    this.service = service;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      ObjectNode reply;
      try {
        reply = reply(exchange);
      } catch (BigQueryError e) {
        status = e.status();
        reply = error(e);
      } catch (RuntimeException e) {
        log.warn("{} failed", exchange.getRequestURI(), e);
        status = 500;
        reply = error(new BigQueryError(500, "internalError", String.valueOf(e.getMessage())));
      }
      send(exchange, status, reply);
    }
  }

  private static void send(HttpExchange exchange, int status, ObjectNode reply) throws IOException {
    if (reply == null) {
      exchange.sendResponseHeaders(204, -1);
      return;
    }
    var bytes = Store.JSON.writeValueAsBytes(reply);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private ObjectNode reply(HttpExchange exchange) throws IOException {
    var body = body(exchange);
    var path = exchange.getRequestURI().getRawPath();
    if (!path.startsWith(ROOT)) {
      throw BigQueryError.unsupported(exchange.getRequestMethod() + " " + path);
    }
    var method = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
    return service.handle(
        method == null ? exchange.getRequestMethod() : method,
        segments(path.substring(ROOT.length())),
        query(exchange.getRequestURI().getRawQuery()),
        body);
  }

  private static JsonNode body(HttpExchange exchange) throws IOException {
    var encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    try (var raw = exchange.getRequestBody();
        var in = "gzip".equals(encoding) ? new GZIPInputStream(raw) : raw) {
      var bytes = in.readAllBytes();
      return bytes.length == 0 ? null : Store.JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new BigQueryError(
          400, "parseError", "Invalid JSON payload received. " + e.getOriginalMessage());
    }
  }

  private static List<String> segments(String path) {
    var segments = new ArrayList<String>();
    for (var segment : path.split("/")) {
      segments.add(decoded(segment.replace("+", "%2B")));
    }
    return segments;
  }

  private static Map<String, String> query(String raw) {
    var query = new TreeMap<String, String>();
    if (raw != null) {
      for (var pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** Google's JSON error. */
  public static ObjectNode error(BigQueryError e) {
    var answer = Store.JSON.createObjectNode();
    var error = answer.putObject("error").put("code", e.status()).put("message", e.getMessage());
    var detail = error.putArray("errors").addObject();
    detail.put("message", e.getMessage()).put("domain", "global").put("reason", e.reason());
    if (e.location() != null) {
      detail.put("location", e.location()).put("locationType", "other");
    }
    return answer;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
