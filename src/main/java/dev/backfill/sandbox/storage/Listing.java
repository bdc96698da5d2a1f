package dev.backfill.sandbox.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Stream;

/** One page of a bucket's objects and of the prefixes that end in the delimiter. */
final class Listing {
  // The service's own limit and default.
  private static final int PAGE = 1000;
  private static final List<String> UNSUPPORTED = List.of("matchGlob", "filter");

  private Listing() {}

  static ObjectNode page(Request request, NavigableMap<String, ObjectNode> objects) {
    refuse(request);
    var prefix = request.query("prefix", "");
    var delimiter = request.query("delimiter", "");
    int most = Math.max(1, Math.min(PAGE, request.queryInt("maxResults", PAGE)));
    var after = after(request.query("pageToken", ""));
    var page = JsonNodeFactory.instance.objectNode().put("kind", "storage#objects");
    var items = JsonNodeFactory.instance.arrayNode();
    var prefixes = JsonNodeFactory.instance.arrayNode();
    var last = "";
    var start = request.query("startOffset", "");
    var end = request.query("endOffset", "");
    // From where the page begins: a bucket may hold a million objects.
    var from = Stream.of(prefix, start, after).max(Comparator.naturalOrder()).orElseThrow();
    for (var entry : objects.tailMap(from, true).entrySet()) {
      var name = entry.getKey();
      if (!name.startsWith(prefix) || (!end.isEmpty() && name.compareTo(end) >= 0)) {
        break;
      }
      int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      var key = cut < 0 ? name : name.substring(0, cut + delimiter.length());
      if (key.compareTo(after) <= 0 || cut >= 0 && key.equals(last)) {
        continue;
      }
      if (items.size() + prefixes.size() == most) {
        page.put("nextPageToken", token(last));
        break;
      }
      if (cut < 0) {
        items.add(entry.getValue());
      } else {
        prefixes.add(key);
      }
      last = key;
    }
    page.set("items", items);
    page.set("prefixes", prefixes);
    return page;
  }

  private static void refuse(Request request) {
    for (var name : UNSUPPORTED) {
      if (!request.query(name, "").isEmpty()) {
        throw ApiException.unsupported("Listing objects by " + name);
      }
    }
    // No bucket keeps old versions here: asked for all of them, the present ones are the answer.
    for (var name : List.of("softDeleted", "includeTrailingDelimiter")) {
      if (request.query(name, "false").equals("true")) {
        throw ApiException.unsupported("Listing objects with " + name);
      }
    }
  }

  private static String token(String last) {
    return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static String after(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw ApiException.invalid("Invalid page token '" + token + "'.");
    }
  }
}
