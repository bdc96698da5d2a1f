package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;

/** An answer of which the client wants some members only. */
record Masked(Response response, FieldMask mask) implements Response {
  @Override
  public Response status(int status) {
    response.status(status);
    return this;
  }

  @Override
  public Response header(String name, String value) {
    response.header(name, value);
    return this;
  }

  @Override
  public OutputStream body() throws IOException {
    return response.body();
  }

  @Override
  public void bytes(String contentType, byte[] bytes) throws IOException {
    response.bytes(contentType, bytes);
  }

  @Override
  public void json(JsonNode node) throws IOException {
    response.json(mask.apply(node));
  }

  @Override
  public void empty() {
    response.empty();
  }
}
