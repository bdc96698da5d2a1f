package dev.backfill.sandbox.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** An answer that witnesses see before its first byte is sent. */
final class Witnessed implements Response {
  private final Response response;
  private final List<AnswerWitness> witnesses;
  private final String method;
  private final String rawPath;
  private final String rawQuery;
  private int status = 200;

  Witnessed(
      Response response,
      List<AnswerWitness> witnesses,
      String method,
      String rawPath,
      String rawQuery) {
    this.response = response;
    this.witnesses = witnesses;
    this.method = method;
    this.rawPath = rawPath;
    this.rawQuery = rawQuery;
  }

  @Override
  public Response status(int code) {
    status = code;
    response.status(code);
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
    tell(contentType, bytes);
    response.bytes(contentType, bytes);
  }

  @Override
  public void empty() {
    response.empty();
    status = 204;
    tell(null, null);
  }

  private void tell(String contentType, byte[] bytes) {
    var answer = new AnswerWitness.Answered(method, rawPath, rawQuery, status, contentType, bytes);
    witnesses.forEach(witness -> witness.answered(answer));
  }
}
