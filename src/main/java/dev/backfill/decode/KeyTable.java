package dev.backfill.decode;

import java.nio.charset.StandardCharsets;

/**
 * A record's columns found by the bytes of a key. Keys that are not a column's own name are learned
 * as they come. Safe for several threads: an entry never changes but for its follower, a guess, and
 * one that is not seen yet is only looked for again.
 */
final class KeyTable {
  private final RecordColumns columns;
  private final int most;
  private KeyColumn[] slots;
  private int size;

  KeyTable(RecordColumns columns) {
    this.columns = columns;
    var known = columns.all();
    // Keys are the clients' to choose; a bound keeps a flood of names from filling the memory.
    most = 64 + 4 * known.size();
    slots = new KeyColumn[Integer.highestOneBit(Math.max(known.size(), 2)) * 4];
    known.forEach(column -> learn(column.name));
  }

  /**
   * Takes a key and its colon, and returns what they lead to. Most keys are the one that followed
   * on the same before, and that is told without looking for it.
   */
  KeyColumn take(Cursor in, KeyColumn before) {
    var guess = before.next;
    if (guess != null && guess.takes(in)) {
      return guess;
    }
    var found = find(in.key(), in);
    if (guess == null) {
      before.next = found;
    }
    return found;
  }

  /** What the key that was taken last leads to; the number is the key's. */
  private KeyColumn find(long number, Cursor in) {
    var table = slots;
    for (var i = slot(number, table); ; i = i + 1 & table.length - 1) {
      var column = table[i];
      if (column == null) {
        return learn(new String(in.bytes, in.from, in.to - in.from, StandardCharsets.UTF_8));
      }
      if (column.number == number && column.is(in.bytes, in.from, in.to)) {
        return column;
      }
    }
  }

  private KeyColumn learn(String key) {
    var found = columns.find(key);
    return add((found == null ? KeyColumn.NONE : found).as(key, columns.isMetadata(key)));
  }

  private KeyColumn add(KeyColumn column) {
    return size < most ? added(column) : column;
  }

  private synchronized KeyColumn added(KeyColumn column) {
    if (size * 2 >= slots.length) {
      var bigger = new KeyColumn[slots.length * 2];
      for (var old : slots) {
        if (old != null) {
          put(old, bigger);
        }
      }
      slots = bigger;
    }
    size += put(column, slots) ? 1 : 0;
    return column;
  }

  private static boolean put(KeyColumn column, KeyColumn[] table) {
    for (var i = slot(column.number, table); ; i = i + 1 & table.length - 1) {
      var there = table[i];
      if (there == null) {
        table[i] = column;
        return true;
      }
      if (there.number == column.number
          && there.is(column.text, column.key, column.key + column.length)) {
        return false;
      }
    }
  }

  private static int slot(long number, KeyColumn[] table) {
    var mixed = number * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & table.length - 1;
  }
}
