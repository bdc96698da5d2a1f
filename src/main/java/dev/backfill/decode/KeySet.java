package dev.backfill.decode;

import java.util.Arrays;

/** Finds keys that an object has twice: the keys of open objects, as numbers, on a stack. */
final class KeySet {
  private static final int FEW = 12;

  private long[] keys = new long[256];
  private int size;

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
    if (count > FEW) {
      Arrays.sort(keys, mark, size);
      for (var i = mark + 1; i < size; i++) {
        refuse(keys[i] == keys[i - 1]);
      }
    } else {
      for (var i = mark + 1; i < size; i++) {
        for (var j = mark; j < i; j++) {
          refuse(keys[i] == keys[j]);
        }
      }
    }
    size = mark;
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
