package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * As whom the run acts from here on.
 *
 * @param account an e-mail address; empty where it cannot be told
 * @param kind what the credentials are, in words
 * @param quotaProject the project that calls are counted in, where the credentials name one
 * @param text all of it in one line
 */
public record ActingAs(
    Optional<String> account, String kind, Optional<String> quotaProject, String text)
    implements Fact {
  static final String TOPIC = "acting_as";

  static ActingAs read(Members members) {
    return new ActingAs(
        members.ifText("account"),
        members.text("kind"),
        members.ifText("quota_project"),
        members.text("text"));
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode();
    account.ifPresent(name -> node.put("account", name));
    node.put("kind", kind);
    quotaProject.ifPresent(name -> node.put("quota_project", name));
    return node.put("text", text);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.actingAs(this);
  }
}
