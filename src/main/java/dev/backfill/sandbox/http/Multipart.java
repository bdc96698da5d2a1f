package dev.backfill.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The parts of a multipart body; lines end in CR and LF, or in LF alone as Python writes them. */
public final class Multipart {
  private Multipart() {}

  /** Header names ignore case; the content is Latin-1, one character for each byte. */
  public record Part(Map<String, String> headers, String content) {
    public byte[] bytes() {
      return content.getBytes(StandardCharsets.ISO_8859_1);
    }

    public String utf8() {
      return new String(bytes(), StandardCharsets.UTF_8);
    }
  }

  public static List<Part> parse(String contentType, byte[] body) {
    var text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
    var delimiter = Pattern.compile("\r?\n--" + Pattern.quote(boundary(contentType)));
    var found = delimiter.matcher(text);
    var parts = new ArrayList<Part>();
    boolean open = found.find();
    while (open && !text.startsWith("--", found.end())) {
      int start = text.indexOf('\n', found.end());
      open = found.find();
      if (start < 0 || !open) {
        throw ApiException.invalid("The multipart body ends before its closing boundary.");
      }
      parts.add(part(text.substring(Math.min(start + 1, found.start()), found.start())));
    }
    return parts;
  }

  private static final Pattern BLANK = Pattern.compile("\\A\\r?\\n|\\r?\\n\\r?\\n");

  /** A block of headers, an empty line, the content. */
  public static Part part(String text) {
    var blank = BLANK.matcher(text);
    boolean found = blank.find();
    var head = found ? text.substring(0, blank.start()) : text;
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var line : head.split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(line.substring(0, colon).trim(), line.substring(colon + 1).trim());
      }
    }
    return new Part(headers, found ? text.substring(blank.end()) : "");
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
