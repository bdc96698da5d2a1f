package dev.backfill.sandbox.storage;

import dev.backfill.sandbox.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a multipart body. */
final class Multipart {
  private Multipart() {}

  /** Header names ignore case; the content is Latin-1, one character for each byte. */
  record Part(Map<String, String> headers, String content) {
    byte[] bytes() {
      return content.getBytes(StandardCharsets.ISO_8859_1);
    }

    String utf8() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  static List<Part> parse(String contentType, byte[] body) {
    var delimiter = "\r\n--" + boundary(contentType);
    var text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
    var parts = new ArrayList<Part>();
    int at = text.indexOf(delimiter);
    while (at >= 0 && !text.startsWith("--", at + delimiter.length())) {
      int start = text.indexOf("\r\n", at + delimiter.length());
      int end = text.indexOf(delimiter, at + delimiter.length());
      if (start < 0 || end < 0) {
        throw ApiException.invalid("The multipart body ends before its closing boundary.");
      }
      parts.add(part(text.substring(Math.min(start + 2, end), end)));
      at = end;
    }
    return parts;
  }

  /** A block of headers, an empty line, the content. */
  static Part part(String text) {
    int blank = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
    var head = blank < 0 ? text : text.substring(0, blank);
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line : head.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
      }
    }
    var content = blank < 0 ? "" : text.substring(blank == 0 ? 2 : blank + 4);
    return new Part(headers, content);
  }

  private static String boundary(String contentType) {
    int at = contentType == null ? -1 : contentType.indexOf("boundary=");
    if (at < 0) {
      throw ApiException.invalid("A multipart body needs a boundary in its Content-Type.");
    }
    var value = contentType.substring(at + "boundary=".length());
    return value.startsWith("\"")
        ? value.substring(1, value.indexOf('"', 1))
        : value.split(";")[0].trim();
  }
}
