package dev.backfill.journal;

import dev.backfill.journal.JournalLines.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * The bytes of a journal, line by line.
 *
 * @param lines all but blank ones, in order
 * @param end where the last line ends; what follows was never acknowledged
 * @param tail what follows
 */
record JournalScan(List<Line> lines, int end, Tail tail) {
  /**
   * One line.
   *
   * @param number its place in the file, from 1
   * @param from where it begins
   * @param to where its line feed stands
   */
  record Line(int number, int from, int to, Reading reading) {}

  /** What stands behind the last line. */
  enum Tail {
    /** Nothing. */
    NONE,
    /** A line without its line feed, as a kill or a full disk leaves it. */
    CUT_OFF,
    /** Zeros, as a power loss leaves what had not reached the disk. */
    ZEROS
  }

  static JournalScan of(byte[] content) {
    var limit = withoutZeros(content);
    var lines = new ArrayList<Line>();
    var known = new HashMap<String, String>();
    var number = 1;
    var start = 0;
    for (var i = 0; i < limit; i++) {
      if (content[i] == '\n') {
        if (!isBlank(content, start, i)) {
          lines.add(new Line(number, start, i, JournalLines.parse(content, start, i, known)));
        }
        number++;
        start = i + 1;
      }
    }
    if (start == limit && isHalfZeros(content, lines)) {
      start = lines.remove(lines.size() - 1).from();
    }
    return new JournalScan(List.copyOf(lines), start, tail(content, start));
  }

  private static int withoutZeros(byte[] content) {
    var limit = content.length;
    while (limit > 0 && content[limit - 1] == 0) {
      limit--;
    }
    return limit;
  }

  private static boolean isBlank(byte[] content, int from, int to) {
    for (var i = from; i < to; i++) {
      if (content[i] != ' ' && content[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  // An entry of several blocks of which the last reached the disk and another did not. One entry
  // at most is written and not acknowledged.
  private static boolean isHalfZeros(byte[] content, List<Line> lines) {
    if (lines.isEmpty()) {
      return false;
    }
    var last = lines.get(lines.size() - 1);
    return last.reading() instanceof Reading.Damaged
        && hasZero(content, last.from(), last.to())
        && !holdsAnother(content, last);
  }

  // Another entry in the same line was whole, and acknowledged, before its line feed was damaged.
  private static boolean holdsAnother(byte[] content, Line line) {
    for (var i = line.from() + 1; i + JournalRepair.ENTRY.length <= line.to(); i++) {
      if (Arrays.equals(
          content,
          i,
          i + JournalRepair.ENTRY.length,
          JournalRepair.ENTRY,
          0,
          JournalRepair.ENTRY.length)) {
        return true;
      }
    }
    return false;
  }

  private static Tail tail(byte[] content, int from) {
    return from == content.length
        ? Tail.NONE
        : hasZero(content, from, content.length) ? Tail.ZEROS : Tail.CUT_OFF;
  }

  private static boolean hasZero(byte[] content, int from, int to) {
    for (var i = from; i < to; i++) {
      if (content[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
