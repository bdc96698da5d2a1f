package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** One HTTP answer; status and headers first, then at most one body. */
public interface Response {
  Response status(int status);

  Response header(String name, String value);

  /** The body; the caller writes and closes it. */
  OutputStream body() throws IOException;

  default void bytes(String contentType, byte[] bytes) throws IOException {
    header("Content-Type", contentType).header("Content-Length", Integer.toString(bytes.length));
    try (var out = body()) {
      out.write(bytes);
    }
  }

  default void json(JsonNode node) throws IOException {
    bytes("application/json; charset=UTF-8", node.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** No content, as Google answers a delete. */
  default void empty() {
    status(204);
  }
}
