package dev.backfill.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that grow. Whoever writes asks for room with {@link #need} first; every method that copies
 * leaves {@link #SLACK} bytes of room behind it, so that single bytes can follow without asking.
 */
final class Bytes {
  static final int SLACK = 24;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle TWO =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  byte[] array = new byte[4096];
  int length;

  /** Eight bytes at a place, the first in the lowest bits. */
  static long word(byte[] array, int at) {
    return (long) WORD.get(array, at);
  }

  static void word(byte[] array, int at, long word) {
    WORD.set(array, at, word);
  }

  /** Two bytes at a place, the first in the lower half. */
  static short two(byte[] array, int at) {
    return (short) TWO.get(array, at);
  }

  static void two(byte[] array, int at, short two) {
    TWO.set(array, at, two);
  }

  void need(int more) {
    if (array.length - length < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(length, more)));
  }

  void put(int b) {
    array[length++] = (byte) b;
  }

  void put(byte[] from, int at, int count) {
    need(count + SLACK);
    System.arraycopy(from, at, array, length, count);
    length += count;
  }

  /** Whether so many bytes are the same; seven more can be read behind each. */
  static boolean same(byte[] a, int from, byte[] b, int at, int count) {
    var i = 0;
    for (; i < count - 7; i += 8) {
      if (word(a, from + i) != word(b, at + i)) {
        return false;
      }
    }
    return ((word(a, from + i) ^ word(b, at + i)) & ~(-1L << 8 * (count - i))) == 0;
  }

  /** Puts the first bytes, which seven or more follow: words, cheaper than a call that copies. */
  void putPadded(byte[] padded, int count) {
    need(count + SLACK);
    for (var i = 0; i < count; i += 8) {
      word(array, length + i, word(padded, i));
    }
    length += count;
  }

  void put(String ascii) {
    need(ascii.length() + SLACK);
    for (var i = 0; i < ascii.length(); i++) {
      put(ascii.charAt(i));
    }
  }

  String text(int from, int to) {
    return new String(array, from, to - from, StandardCharsets.UTF_8);
  }
}
