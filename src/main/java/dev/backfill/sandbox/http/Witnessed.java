package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer that witnesses see before its first byte is sent. */
final class Witnessed extends PassedOn {
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
    super(response);
    this.witnesses = witnesses;
    this.method = method;
    this.rawPath = rawPath;
    this.rawQuery = rawQuery;
  }

  @Override
  public Response status(int code) {
    status = code;
    return super.status(code);
  }

  @Override
  public void bytes(String contentType, byte[] bytes) throws IOException {
    tell(contentType, bytes);
    super.bytes(contentType, bytes);
  }

  /** By {@link #bytes}, which tells the witnesses. */
  @Override
  public void json(JsonNode node) throws IOException {
    bytes("application/json; charset=UTF-8", node.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void empty() {
    super.empty();
    status = 204;
    tell(null, null);
  }

  private void tell(String contentType, byte[] bytes) {
    var answer = new AnswerWitness.Answered(method, rawPath, rawQuery, status, contentType, bytes);
    witnesses.forEach(witness -> witness.answered(answer));
  }
}
