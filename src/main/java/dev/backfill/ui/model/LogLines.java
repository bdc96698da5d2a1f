package dev.backfill.ui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a log file, of which an entry may have many: its stack trace belongs to it. */
public final class LogLines {
  private LogLines() {}

  /** The entries of which a line contains something, whole; small letters are wanted. */
  public static List<String> matching(List<String> lines, String wanted) {
    var matching = new ArrayList<String>();
    var from = 0;
    for (var i = 1; i <= lines.size(); i++) {
      if (i == lines.size() || begins(lines.get(i))) {
        var entry = lines.subList(from, i);
        if (entry.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(wanted))) {
          matching.addAll(entry);
        }
        from = i;
      }
    }
    return matching;
  }

  /** Entries begin with their time. */
  private static boolean begins(String line) {
    return line.matches("\\d{4}-\\d\\d-\\d\\dT.*");
  }
}
