package dev.backfill.text;

/**
 * The snake_case of column, table and dataset names, as Mozilla's schemas are generated with it.
 *
 * <p>Every character outside {@code [A-Za-z0-9]} separates words. An upper-case letter begins a
 * word when the letter before it, digits skipped, is lower-case, or is upper-case and the character
 * after is lower-case.
 */
public final class SnakeCase {
  private SnakeCase() {}

  /** The form of tables and namespaces. */
  public static String of(String name) {
    var out = new StringBuilder(name.length() + 8);
    for (var i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (!isLetter(c) && !isDigit(c)) {
        separate(out);
        continue;
      }
      if (isUpper(c) && beginsWord(name, i)) {
        separate(out);
      }
      out.append(isUpper(c) ? (char) (c + ('a' - 'A')) : c);
    }
    var end = out.length();
    return end > 0 && out.charAt(end - 1) == '_' ? out.substring(0, end - 1) : out.toString();
  }

  /** The form of columns: an underscore first where the name begins with a digit. */
  public static String column(String name) {
    var form = of(name);
    return !name.isEmpty() && Character.isDigit(name.charAt(0)) ? "_" + form : form;
  }

  private static boolean beginsWord(String name, int upper) {
    var left = upper - 1;
    while (left >= 0 && isDigit(name.charAt(left))) {
      left--;
    }
    if (left < 0) {
      return false;
    }
    var before = name.charAt(left);
    return isLower(before)
        || isUpper(before) && upper + 1 < name.length() && isLower(name.charAt(upper + 1));
  }

  private static void separate(StringBuilder out) {
    if (out.length() > 0 && out.charAt(out.length() - 1) != '_') {
      out.append('_');
    }
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || isUpper(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
