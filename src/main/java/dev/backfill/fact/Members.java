package dev.backfill.fact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The members of a fact's JSON. A member of another type than its fact's is an error, and so is one
 * that is absent unless its fact can do without.
 */
final class Members {
  private final JsonNode node;

  Members(JsonNode node) {
    this.node = node;
  }

  /** The text of a member. */
  String text(String name) {
    return ifText(name).orElseThrow(() -> wrong(name, "absent"));
  }

  /** The text of a member that may be absent. */
  Optional<String> ifText(String name) {
    return value(name)
        .map(
            value -> {
              require(value.isTextual(), name, "no text");
              return value.asText();
            });
  }

  /** The whole number of a member; 0 when it is absent, as older consoles left out some. */
  long number(String name) {
    return ifNumber(name).orElse(0L);
  }

  Optional<Long> ifNumber(String name) {
    return value(name)
        .map(
            value -> {
              require(value.isIntegralNumber(), name, "no whole number");
              return value.asLong();
            });
  }

  /** False when it is absent. */
  boolean flag(String name) {
    return value(name).map(JsonNode::asBoolean).orElse(false);
  }

  /** The time (UTC, ISO-8601) of a member. */
  Instant time(String name) {
    return ifTime(name).orElseThrow(() -> wrong(name, "absent"));
  }

  Optional<Instant> ifTime(String name) {
    return ifText(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException e) {
                throw wrong(name, "no time");
              }
            });
  }

  /** The texts of an array; empty when it is absent. */
  List<String> texts(String name) {
    return ifTexts(name).orElse(List.of());
  }

  Optional<List<String>> ifTexts(String name) {
    return value(name)
        .map(
            array -> {
              var texts = new ArrayList<String>();
              array.forEach(
                  one -> {
                    require(one.isTextual(), name, "no list of texts");
                    texts.add(one.asText());
                  });
              return List.copyOf(texts);
            });
  }

  /** The objects of an array; empty when it is absent. */
  <T> List<T> each(String name, Function<Members, T> read) {
    var all = new ArrayList<T>();
    node.path(name).forEach(one -> all.add(read.apply(new Members(one))));
    return List.copyOf(all);
  }

  /** The members of an object by name, in their order; none when it is absent. */
  Iterable<Map.Entry<String, JsonNode>> under(String name) {
    return node.path(name).properties();
  }

  /** All members by name, in their order. */
  Iterable<Map.Entry<String, JsonNode>> all() {
    return node.properties();
  }

  /** The object of a member. */
  JsonNode object(String name) {
    return ifObject(name).orElseThrow(() -> wrong(name, "absent"));
  }

  Optional<JsonNode> ifObject(String name) {
    return value(name)
        .map(
            value -> {
              require(value.isObject(), name, "no object");
              return value;
            });
  }

  /** The whole of it. */
  JsonNode whole() {
    return node;
  }

  /** Adds an array of texts to a form. */
  static ArrayNode put(ObjectNode form, String name, Iterable<String> texts) {
    var array = form.putArray(name);
    texts.forEach(array::add);
    return array;
  }

  private Optional<JsonNode> value(String name) {
    return Optional.ofNullable(node.get(name)).filter(value -> !value.isNull());
  }

  private static void require(boolean is, String name, String what) {
    if (!is) {
      throw wrong(name, what);
    }
  }

  private static IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException("The member '" + name + "' is " + what + ".");
  }
}
