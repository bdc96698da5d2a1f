package dev.backfill.text;

/**
 * Texts from outside, with what acts on a screen in place of standing on it made visible: a job's
 * message may hold what moves a terminal's cursor, turns the reading direction, or begins a line
 * that looks like one of ours. Such characters are written as <code>&#92;u001b</code>, like Java
 * and JSON write them; all others stay.
 */
public final class Visible {
  private static final String BREAK = " \u21b5 ";

  private Visible() {}

  /** A text that may have several lines: line feeds and tabs stay too. */
  public static String text(String text) {
    int at = 0;
    while (at < text.length() && isPlain(text, at)) {
      at++;
    }
    return at == text.length() ? text : text(text.replace("\r\n", "\n"), new StringBuilder());
  }

  private static String text(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      if (isPlain(text, i)) {
        out.append(text.charAt(i));
      } else {
        escape(text.charAt(i), out);
      }
    }
    return out.toString();
  }

  /** A text of one line: a break between lines becomes a sign for it. */
  public static String line(String text) {
    return text(text.strip().replaceAll("\\s*[\r\n\u000b\f\u0085\u2028\u2029]\\s*", BREAK))
        .replace('\t', ' ');
  }

  /**
   * A text of JSON that is safe to print: outside of strings JSON has none of these characters, and
   * in them it reads the escape as the character itself.
   */
  public static String json(String json) {
    return text(json);
  }

  private static boolean isPlain(String text, int at) {
    char c = text.charAt(at);
    if (c >= ' ' && c < 0x7f || c == '\n' || c == '\t') {
      return true;
    }
    if (Character.isSurrogate(c)) {
      return isPaired(text, at) && !isTag(text, at);
    }
    return c >= 0xa0 && !acts(c);
  }

  private static boolean isPaired(String text, int at) {
    return Character.isHighSurrogate(text.charAt(at))
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }

  /** U+E0000 to U+E007F say something that no one sees: their first half is U+DB40. */
  private static boolean isTag(String text, int at) {
    char high = Character.isHighSurrogate(text.charAt(at)) ? text.charAt(at) : text.charAt(at - 1);
    return high == 0xdb40;
  }

  /** Direction marks, embeddings, overrides and isolates; line separators; what has no width. */
  private static boolean acts(char c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static void escape(char c, StringBuilder out) {
    out.append(String.format("\\u%04x", (int) c));
  }
}
