package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.confirm.DeleteInventory.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the target held after the deletion.
 *
 * @param left what should be gone and is not
 * @param present all that is there; empty in journals of versions that did not note it
 * @param scope what was to go
 */
public record ListedAgain(List<String> left, Optional<List<String>> present, Scope scope)
    implements Fact {
  static final String TOPIC = "listed-again";

  public ListedAgain {
    left = List.copyOf(left);
    present = present.map(List::copyOf);
  }

  static ListedAgain read(Members members) {
    return new ListedAgain(
        members.texts("left"),
        members.ifTexts("present"),
        members.ifText("scope").filter(word(Scope.EVERYTHING)::equals).isPresent()
            ? Scope.EVERYTHING
            : Scope.RUN);
  }

  private static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String topic() {
    return TOPIC;
  }

  @Override
  public JsonNode json() {
    var node = JsonNodeFactory.instance.objectNode();
    Members.put(node, "left", left);
    present.ifPresent(names -> Members.put(node, "present", names));
    return node.put("scope", word(scope));
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.listedAgain(this);
  }
}
