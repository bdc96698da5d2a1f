package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** An answer of which the client wants some members only. */
final class Masked extends PassedOn {
  private final FieldMask mask;

  Masked(Response response, FieldMask mask) {
    super(response);
    this.mask = mask;
  }

  @Override
  public void json(JsonNode node) throws IOException {
    super.json(mask.apply(node));
  }
}
