package dev.backfill.decode;

import dev.backfill.decode.RowPlan.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record's columns found by the bytes of a key. Keys that are not a column's own name are learned
 * as they come. Safe for several threads: entries never change, and one that is not seen yet is
 * only looked for again.
 */
final class Names {
  /** A key, and the column it leads to, or null. */
  static final class Name {
    final long number;
    final int length;
    final byte[] bytes;
    final Column column;
    final boolean metadata;

    Name(byte[] padded, int length, Column column, boolean metadata) {
      this.number = Words.hash(padded, 0, length);
      this.length = length;
      this.bytes = padded;
      this.column = column;
      this.metadata = metadata;
    }

    private boolean is(byte[] in, int from, int to) {
      return length == to - from
          && (Words.isPacked(number) || Arrays.equals(bytes, 0, length, in, from, to));
    }
  }

  private final RowPlan.Columns columns;
  private final int most;
  private Name[] slots;
  private int size;

  Names(RowPlan.Columns columns) {
    this.columns = columns;
    var known = columns.all();
    // Keys are the clients' to choose; a bound keeps a flood of names from filling the memory.
    most = 64 + 4 * known.size();
    slots = new Name[Integer.highestOneBit(Math.max(known.size(), 2)) * 4];
    known.forEach(column -> learn(column.name));
  }

  /** What the key between two places leads to; the number is the key's. */
  Name find(long number, byte[] in, int from, int to) {
    var table = slots;
    for (var i = slot(number, table); ; i = i + 1 & table.length - 1) {
      var name = table[i];
      if (name == null) {
        return learn(new String(in, from, to - from, StandardCharsets.UTF_8));
      }
      if (name.number == number && name.is(in, from, to)) {
        return name;
      }
    }
  }

  private Name learn(String key) {
    var bytes = RowPlan.padded(key);
    return add(
        new Name(
            bytes, bytes.length - RowPlan.PADDING, columns.find(key), columns.isMetadata(key)));
  }

  private Name add(Name name) {
    return size < most ? added(name) : name;
  }

  private synchronized Name added(Name name) {
    if (size * 2 >= slots.length) {
      var bigger = new Name[slots.length * 2];
      for (var old : slots) {
        if (old != null) {
          put(old, bigger);
        }
      }
      slots = bigger;
    }
    size += put(name, slots) ? 1 : 0;
    return name;
  }

  private static boolean put(Name name, Name[] table) {
    for (var i = slot(name.number, table); ; i = i + 1 & table.length - 1) {
      var there = table[i];
      if (there == null) {
        table[i] = name;
        return true;
      }
      if (there.number == name.number && there.is(name.bytes, 0, name.length)) {
        return false;
      }
    }
  }

  private static int slot(long number, Name[] table) {
    var mixed = number * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & table.length - 1;
  }
}
