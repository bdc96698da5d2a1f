package dev.backfill.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-decoding of paths, where a plus is a plus, and of queries, where it is a space. */
final class Percent {
  private Percent() {}

  static String path(String raw) {
    return decode(raw.replace("+", "%2B"));
  }

  static Map<String, String> query(String raw) {
    var values = new LinkedHashMap<String, String>();
    if (raw == null) {
      return values;
    }
    for (var pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      values.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return values;
  }

  /** Every value of a repeated parameter, in order. */
  static List<String> values(String raw, String name) {
    return raw == null
        ? List.of()
        : Arrays.stream(raw.split("&"))
            .filter(pair -> pair.contains("="))
            .filter(pair -> decode(pair.substring(0, pair.indexOf('='))).equals(name))
            .map(pair -> decode(pair.substring(pair.indexOf('=') + 1)))
            .toList();
  }

  private static String decode(String raw) {
    try {
      return URLDecoder.decode(raw, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw ApiException.invalid("Malformed percent-encoding in '" + raw + "'.");
    }
  }
}
