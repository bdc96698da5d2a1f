package dev.backfill.decode;

import java.util.Arrays;

/** Finds keys that an object has twice: the keys of open objects, as numbers, on a stack. */
final class KeySet {
  /** So many are compared each with each. */
  private static final int FEW = 8;

  /** So many looks a key, on the average, and keys are sorted: a sender may choose them to meet. */
  private static final int LOOKS = 8;

  /** No key's number is negative. */
  private static final long FREE = -1;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[256];
  private int size;
  private long[] table = new long[256];

  void clear() {
    size = 0;
  }

  /** Where the keys of an object that begins now will start. */
  int mark() {
    return size;
  }

  void add(long key) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
    }
    keys[size++] = key;
  }

  /** Ends an object; it is not plain when two of its keys have the same number. */
  void close(int mark) {
    var count = size - mark;
    if (count <= FEW) {
      compare(mark);
    } else if (!look(mark, count)) {
      sort(mark);
    }
    size = mark;
  }

  private void compare(int mark) {
    for (var i = mark + 1; i < size; i++) {
      for (var j = mark; j < i; j++) {
        refuse(keys[i] == keys[j]);
      }
    }
  }

  /** Puts all into a table, at most half full; false when too many wanted the same places. */
  private boolean look(int mark, int count) {
    var places = Integer.highestOneBit(count) * 4;
    if (places > table.length) {
      table = new long[places];
    }
    Arrays.fill(table, 0, places, FREE);
    var shift = Long.numberOfLeadingZeros(places) + 1;
    var left = LOOKS * count;
    for (var i = mark; i < size; i++) {
      var key = keys[i];
      var place = (int) (key * SPREAD >>> shift);
      while (table[place] != FREE) {
        refuse(table[place] == key);
        place = place + 1 & places - 1;
        if (--left < 0) {
          return false;
        }
      }
      table[place] = key;
    }
    return true;
  }

  private void sort(int mark) {
    Arrays.sort(keys, mark, size);
    for (var i = mark + 1; i < size; i++) {
      refuse(keys[i] == keys[i - 1]);
    }
  }

  /** Ends an object whose keys were seen to be different. */
  void drop(int mark) {
    size = mark;
  }

  private static void refuse(boolean twice) {
    if (twice) {
      throw NotPlain.SIGNAL;
    }
  }
}
