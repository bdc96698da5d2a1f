package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;

/** An answer that goes through to another as it is, but for what a subclass does to it. */
abstract class PassedOn implements Response {
  private final Response response;

  PassedOn(Response response) {
    this.response = response;
  }

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
    response.json(node);
  }

  @Override
  public void empty() {
    response.empty();
  }
}
