package dev.backfill.ui.model;

import java.util.ArrayList;
import java.util.List;

/** The parts of a line of the Markdown that reports are written in, as a label shows them. */
public final class Markdown {
  private Markdown() {}

  /** A line's text: escapes taken away, code as it stands, and no marks for bold. */
  public static String plain(String line) {
    var out = new StringBuilder();
    for (int i = 0; i < line.length(); ) {
      char c = line.charAt(i);
      if (c == '`') {
        i = code(line, i, out);
      } else if (c == '\\' && i + 1 < line.length()) {
        out.append(line.charAt(i + 1));
        i += 2;
      } else if (line.startsWith("**", i)) {
        i += 2;
      } else {
        out.append(c);
        i++;
      }
    }
    return out.toString();
  }

  /** Copies a code span that begins at a place; returns where it ended. */
  private static int code(String line, int from, StringBuilder out) {
    var fence = line.substring(from, fenceEnd(line, from));
    int begin = from + fence.length();
    int end = line.indexOf(fence, begin);
    while (end >= 0 && fenceEnd(line, end) - end > fence.length()) {
      end = line.indexOf(fence, fenceEnd(line, end));
    }
    if (end < 0) {
      out.append(fence);
      return begin;
    }
    var code = line.substring(begin, end);
    boolean padded = code.length() > 1 && code.startsWith(" ") && code.endsWith(" ");
    out.append(padded ? code.substring(1, code.length() - 1) : code);
    return end + fence.length();
  }

  private static int fenceEnd(String line, int at) {
    int end = at;
    while (end < line.length() && line.charAt(end) == '`') {
      end++;
    }
    return end;
  }

  /** The fence that a line begins with, three backticks or more; empty when it begins with none. */
  public static String fence(String line) {
    int end = fenceEnd(line, 0);
    return end < 3 ? "" : line.substring(0, end);
  }

  /** The cells of a table's line, as a label shows them. */
  public static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    int from = 1;
    for (int i = 1; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == '|') {
        cells.add(plain(line.substring(from, i).strip()));
        from = i + 1;
      }
    }
    return cells;
  }
}
