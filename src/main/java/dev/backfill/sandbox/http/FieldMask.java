package dev.backfill.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The members of an answer that a client asks for with {@code fields}, as Google's APIs read it:
 * {@code kind,items(id,schema/fields),nextPageToken}; {@code *} is every member, and what is said
 * of a list is meant of each of its elements.
 */
final class FieldMask {
  private static final String ALL = "*";

  /** By member's name; an empty one is the member whole. */
  private final Map<String, FieldMask> members = new LinkedHashMap<>();

  private FieldMask() {}

  /**
   * Reads a selection.
   *
   * @throws ApiException with 400, when it does not follow the grammar
   */
  static FieldMask parse(String selection) {
    var parser = new Parser(selection);
    var mask = new FieldMask();
    parser.list(mask);
    parser.requireEnd();
    return mask;
  }

  /** A copy that has the selected members only. */
  JsonNode apply(JsonNode node) {
    if (members.isEmpty()) {
      return node;
    }
    if (node.isArray()) {
      var elements = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> elements.add(apply(element)));
      return elements;
    }
    var some = JsonNodeFactory.instance.objectNode();
    node.fields()
        .forEachRemaining(
            member -> {
              var mask = members.getOrDefault(member.getKey(), members.get(ALL));
              if (mask != null && mask.fits(member.getValue())) {
                some.set(member.getKey(), mask.apply(member.getValue()));
              }
            });
    return some;
  }

  /** A number or a text has no members to select from. */
  private boolean fits(JsonNode node) {
    return members.isEmpty() || node.isContainerNode();
  }

  private FieldMask member(String name) {
    return members.computeIfAbsent(name, any -> new FieldMask());
  }

  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    /** {@code path ( "," path )*}. */
    void list(FieldMask into) {
      do {
        path(into);
      } while (accept(','));
    }

    /** {@code name ( "/" name )* [ "(" list ")" ]}. */
    private void path(FieldMask into) {
      var mask = into.member(name());
      while (accept('/')) {
        mask = mask.member(name());
      }
      if (accept('(')) {
        list(mask);
        if (!accept(')')) {
          throw invalid();
        }
      }
    }

    private String name() {
      int from = at;
      while (at < text.length() && ",/()".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      var name = text.substring(from, at).strip();
      if (name.isEmpty()) {
        throw invalid();
      }
      return name;
    }

    private boolean accept(char sign) {
      boolean is = at < text.length() && text.charAt(at) == sign;
      at += is ? 1 : 0;
      return is;
    }

    void requireEnd() {
      if (at < text.length()) {
        throw invalid();
      }
    }

    private ApiException invalid() {
      var message = "Invalid field selection " + text;
      return new ApiException(400, "invalidParameter", message, "fields");
    }
  }
}
