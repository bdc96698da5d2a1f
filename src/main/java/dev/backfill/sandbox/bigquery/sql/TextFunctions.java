package dev.backfill.sandbox.bigquery.sql;

import com.google.common.hash.Hashing;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Functions on text, which count in code points. */
final class TextFunctions {
  private static final int PATTERNS = 100;
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private TextFunctions() {}

  static void add(Natives natives) {
    natives.add("substr", "ssi", a -> substr((String) a[0], (Long) a[1], Long.MAX_VALUE));
    natives.add("substr3", "ssii", a -> substr((String) a[0], (Long) a[1], (Long) a[2]));
    natives.add("bytes_substr", "ssi", a -> bytes((String) a[0], (Long) a[1], Long.MAX_VALUE));
    natives.add("bytes_substr3", "ssii", a -> bytes((String) a[0], (Long) a[1], (Long) a[2]));
    natives.add("left", "ssi", a -> substr((String) a[0], 1, count((Long) a[1], "LEFT")));
    natives.add("right", "ssi", a -> right((String) a[0], count((Long) a[1], "RIGHT")));
    natives.add("strpos", "iss", a -> strpos((String) a[0], (String) a[1]));
    natives.add("upper", "ss", a -> ((String) a[0]).toUpperCase(Locale.ROOT));
    natives.add("lower", "ss", a -> ((String) a[0]).toLowerCase(Locale.ROOT));
    natives.add("reverse", "ss", a -> new StringBuilder((String) a[0]).reverse().toString());
    natives.add("replace", "ssss", a -> replace((String) a[0], (String) a[1], (String) a[2]));
    natives.add("repeat", "ssi", a -> repeat((String) a[0], (Long) a[1]));
    natives.add("lpad", "ssis", a -> pad((String) a[0], (Long) a[1], (String) a[2], true));
    natives.add("rpad", "ssis", a -> pad((String) a[0], (Long) a[1], (String) a[2], false));
    natives.add("trim", "ssss", a -> trim((String) a[0], (String) a[1], (String) a[2]));
    natives.add("strip", "sss", a -> strip((String) a[0], (String) a[1]));
    natives.add("from_hex", "ss", a -> fromHex((String) a[0]));
    natives.add("from_base64", "ss", a -> fromBase64((String) a[0]));
    natives.add("farm_fingerprint", "is", a -> fingerprint((String) a[0]));
    natives.add("matches", "bss", a -> pattern((String) a[1]).matcher((String) a[0]).find());
    natives.add("extract", "sss", a -> extract((String) a[0], (String) a[1]));
    natives.add("regexp_replace", "ssss", a -> regexpReplace(a));
  }

  /** A start of 0 acts as 1; a negative one counts from the end. */
  private static String substr(String text, long start, long length) {
    if (length < 0) {
      throw new Natives.Failure("Third argument in SUBSTR() cannot be negative");
    }
    int size = text.codePointCount(0, text.length());
    long from = start > 0 ? start - 1 : start == 0 ? 0 : Math.max(0, size + start);
    if (from >= size) {
      return "";
    }
    long to = length >= size - from ? size : from + length;
    int begin = text.offsetByCodePoints(0, (int) from);
    return text.substring(begin, text.offsetByCodePoints(begin, (int) (to - from)));
  }

  private static String bytes(String hex, long start, long length) {
    if (length < 0) {
      throw new Natives.Failure("Third argument in SUBSTR() cannot be negative");
    }
    int size = hex.length() / 2;
    long from = start > 0 ? start - 1 : start == 0 ? 0 : Math.max(0, size + start);
    if (from >= size) {
      return "";
    }
    long to = length >= size - from ? size : from + length;
    return hex.substring((int) from * 2, (int) to * 2);
  }

  private static long count(long length, String function) {
    if (length < 0) {
      throw new Natives.Failure("Second argument in " + function + "() cannot be negative");
    }
    return length;
  }

  private static String right(String text, long length) {
    int size = text.codePointCount(0, text.length());
    return length >= size ? text : substr(text, size - length + 1, length);
  }

  private static long strpos(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? 0 : text.codePointCount(0, at) + 1L;
  }

  private static String replace(String text, String from, String to) {
    return from.isEmpty() ? text : text.replace(from, to);
  }

  private static String repeat(String text, long times) {
    if (times < 0) {
      throw new Natives.Failure("Second argument in REPEAT() cannot be negative");
    }
    return text.repeat(size(text.length() * times) == 0 ? 0 : (int) times);
  }

  private static long size(long length) {
    if (length > 1 << 20) {
      throw new Natives.Failure("Output of a string function exceeds the maximum of 1 MB");
    }
    return length;
  }

  private static String pad(String text, long length, String with, boolean left) {
    if (length < 0 || with.isEmpty()) {
      throw new Natives.Failure("Second and third argument of a pad must not be negative or empty");
    }
    int have = text.codePointCount(0, text.length());
    if (size(length) <= have) {
      return substr(text, 1, length);
    }
    int missing = (int) length - have;
    int unit = with.codePointCount(0, with.length());
    var padding = substr(with.repeat(missing / unit + 1), 1, missing);
    return left ? padding + text : text + padding;
  }

  /** Sides is B, L or R. */
  private static String trim(String text, String characters, String sides) {
    if (characters.isEmpty()) {
      return text;
    }
    var set = characters.codePoints().boxed().toList();
    var points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (!sides.equals("R") && from < to && set.contains(points[from])) {
      from++;
    }
    while (!sides.equals("L") && from < to && set.contains(points[to - 1])) {
      to--;
    }
    return new String(points, from, to - from);
  }

  private static String strip(String text, String sides) {
    var points = text.codePoints().toArray();
    int from = 0;
    int to = points.length;
    while (!sides.equals("R") && from < to && blank(points[from])) {
      from++;
    }
    while (!sides.equals("L") && from < to && blank(points[to - 1])) {
      to--;
    }
    return new String(points, from, to - from);
  }

  /** Unicode's White_Space. */
  private static boolean blank(int point) {
    return Character.isSpaceChar(point) || (point >= 9 && point <= 13) || point == 0x85;
  }

  private static String fromHex(String text) {
    var even = text.length() % 2 == 0 ? text : "0" + text;
    try {
      HexFormat.of().parseHex(even);
      return even.toUpperCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new Natives.Failure("Failed to decode invalid hexadecimal string: " + text);
    }
  }

  /** The bytes as hexadecimal text. */
  private static String fromBase64(String text) {
    try {
      var bytes = Base64.getMimeDecoder().decode(text);
      if (text.replaceAll("[\\sA-Za-z0-9+/=]", "").isEmpty()) {
        return HexFormat.of().formatHex(bytes);
      }
    } catch (IllegalArgumentException e) {
      // The same message as for a foreign character.
    }
    throw new Natives.Failure("Failed to decode invalid base64 string");
  }

  private static long fingerprint(String hex) {
    return Hashing.farmHashFingerprint64().hashBytes(HexFormat.of().parseHex(hex)).asLong();
  }

  private static Pattern pattern(String text) {
    try {
      if (COMPILED.size() > PATTERNS) {
        COMPILED.clear();
      }
      return COMPILED.computeIfAbsent(text, Pattern::compile);
    } catch (PatternSyntaxException e) {
      throw new Natives.Failure("Cannot parse regular expression: " + e.getDescription());
    }
  }

  private static String extract(String text, String regex) {
    var pattern = pattern(regex);
    if (pattern.groupCount() > 1) {
      throw new Natives.Failure(
          "Regular expressions passed into extraction functions must not have more than 1 capturing"
              + " group");
    }
    var matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    return matcher.group(pattern.groupCount());
  }

  private static String regexpReplace(Object[] a) {
    var matcher = pattern((String) a[1]).matcher((String) a[0]);
    var template = (String) a[2];
    var out = new StringBuilder();
    int end = 0;
    var text = (String) a[0];
    while (matcher.find()) {
      out.append(text, end, matcher.start());
      end = matcher.end();
      for (int i = 0; i < template.length(); i++) {
        char c = template.charAt(i);
        if (c != '\\') {
          out.append(c);
          continue;
        }
        char next = ++i < template.length() ? template.charAt(i) : ' ';
        if (next == '\\') {
          out.append(next);
        } else if (Character.isDigit(next) && next - '0' <= matcher.groupCount()) {
          var group = matcher.group(next - '0');
          out.append(group == null ? "" : group);
        } else {
          throw new Natives.Failure("Invalid REGEXP_REPLACE pattern");
        }
      }
    }
    return out.append(text, end, text.length()).toString();
  }

  /** For the literals of {@code b'…'}. */
  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
