package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A permission that preflight asked for.
 *
 * @param on the project, table or bucket that it was asked of
 * @param permission its name, as Google writes it
 * @param stages the stages that need it, in words
 */
public record PermissionAsked(String on, String permission, String stages, Grant grant)
    implements Fact {
  static final String TOPIC = "permission";

  /** What is known of a permission. */
  public enum Grant {
    GRANTED,
    MISSING,
    UNKNOWN
  }

  static PermissionAsked read(Members members) {
    return new PermissionAsked(
        members.text("on"),
        members.text("permission"),
        members.text("stages"),
        Grant.valueOf(members.text("state")));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("on", on)
        .put("permission", permission)
        .put("stages", stages)
        .put("state", grant.name());
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.permission(this);
  }
}
