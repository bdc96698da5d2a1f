package dev.backfill.decode;

import java.util.Map;

/** Finds the name of a key's column, anew for each key. */
final class PlainNames {
  private PlainNames() {}

  /** The column's name, which may be that of no column. */
  static String resolve(String key, Map<String, ?> columns) {
    var numbered =
        switch (key) {
          case "url", "text", "jwe", "labeled_rate" -> columns.containsKey(key + "2");
          default -> false;
        };
    if (numbered) {
      return key + "2";
    }
    return columns.containsKey(key) ? key : column(key);
  }

  /** The column form: snake case, after an underscore where the name begins with a digit. */
  static String column(String name) {
    var digitFirst = !name.isEmpty() && Character.isDigit(name.charAt(0));
    return digitFirst ? "_" + snakeCase(name) : snakeCase(name);
  }

  /** Words in lower case, joined with underscores. */
  static String snakeCase(String name) {
    var out = new StringBuilder();
    // The last letter of the word so far, or 0; digits do not count.
    var letter = (char) 0;
    var separated = false;
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (!isUpper(c) && !isLower(c) && !isDigit(c)) {
        separated = true;
        letter = 0;
        continue;
      }
      var lowerNext = i + 1 < name.length() && isLower(name.charAt(i + 1));
      if (isUpper(c) && (isLower(letter) || isUpper(letter) && lowerNext)) {
        separated = true;
      }
      if (separated && out.length() > 0) {
        out.append('_');
      }
      out.append(Character.toLowerCase(c));
      separated = false;
      letter = isDigit(c) ? letter : c;
    }
    return out.toString();
  }

  private static boolean isUpper(char c) {
    return 'A' <= c && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return 'a' <= c && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }
}
