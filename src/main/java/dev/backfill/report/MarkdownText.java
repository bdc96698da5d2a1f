package dev.backfill.report;

import dev.backfill.text.Visible;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts as they stand in Markdown (CommonMark, with GitHub's tables and links), each kind of place
 * with its own escapes: what a text holds is shown, and never a heading, a cell's border, a tag, a
 * link or an image.
 */
final class MarkdownText {
  // What begins something in the middle of a line. A tag and an entity too, and a table's border.
  private static final Pattern INLINE = Pattern.compile("[\\\\`*\\[\\]<>&|~]");
  // Underscores inside of words, as in n_pbd, mean nothing.
  private static final Pattern EDGE = Pattern.compile("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");
  // GitHub makes links of bare addresses.
  private static final Pattern ADDRESS = Pattern.compile("(?i)(\\b[a-z][a-z0-9+.-]*):(?=/|[a-z])");
  private static final Pattern WWW = Pattern.compile("(?i)\\bwww\\.");
  // A heading, a quote, a list, a rule, an underline: only at a line's begin.
  private static final Pattern FIRST = Pattern.compile("^([#>+=-]|\\d{1,9}(?=[.)]))");

  private MarkdownText() {}

  /** One line in a paragraph, an item of a list or a table's cell. */
  static String inline(String text) {
    var safe = INLINE.matcher(Visible.line(text)).replaceAll("\\\\$0");
    safe = EDGE.matcher(safe).replaceAll("\\\\_");
    safe = WWW.matcher(safe).replaceAll("www\\\\.");
    return ADDRESS.matcher(safe).replaceAll("$1\\\\:");
  }

  /** The same where a line begins with it. */
  static String first(String text) {
    var safe = inline(text);
    var match = FIRST.matcher(safe);
    if (!match.find()) {
      return safe;
    }
    return Character.isDigit(safe.charAt(0))
        ? match.group() + "\\" + safe.substring(match.end())
        : "\\" + safe;
  }

  /** A code span; its fence is longer than any in the text. */
  static String code(String text) {
    var line = Visible.line(text);
    var fence = "`".repeat(longest(line) + 1);
    var room = line.isEmpty() || line.startsWith("`") || line.endsWith("`") ? " " : "";
    return fence + room + line + room + fence;
  }

  /** A block of code, of as many lines as the text has. */
  static List<String> block(String language, String text) {
    var fence = "`".repeat(Math.max(3, longest(text) + 1));
    return List.of(fence + language, Visible.text(text).stripTrailing(), fence);
  }

  private static int longest(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
