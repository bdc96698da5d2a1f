package dev.backfill.decode;

import java.util.Arrays;

/** Copies the text of strings, with no escapes but those that Jackson prints. */
final class StringText {
  private static final int[] HEX = new int[128];
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
  };

  static {
    Arrays.fill(HEX, -1);
    for (var i = 0; i < 16; i++) {
      HEX[Character.forDigit(i, 16)] = i;
      HEX[Character.toUpperCase(Character.forDigit(i, 16))] = i;
    }
  }

  private final Cursor in;

  StringText(Cursor in) {
    this.in = in;
  }

  /**
   * Copies a member's key, whose opening quote was taken, with its quotes and colon, and returns
   * the key's number.
   */
  long member(Bytes out, boolean quoted) {
    out.need(Bytes.SLACK);
    quote(out, quoted);
    var key = key(out, quoted);
    quote(out, quoted);
    in.expect(':');
    out.put(':');
    return key;
  }

  static void quote(Bytes out, boolean quoted) {
    if (quoted) {
      out.put('\\');
    }
    out.put('"');
  }

  /** Copies a key's text, whose opening quote was taken, and returns the key's number. */
  long key(Bytes out, boolean quoted) {
    out.need(2 * Bytes.SLACK);
    var bytes = in.bytes;
    var array = out.array;
    var from = in.at;
    var start = out.length;
    var p = from;
    var q = start;
    var hash = 0L;
    var word = Bytes.word(bytes, p);
    var marks = EightBytes.special(word);
    while (marks == 0 && array.length - q > 2 * Bytes.SLACK) {
      Bytes.word(array, q, word);
      hash = EightBytes.mix(hash, word);
      p += 8;
      q += 8;
      word = Bytes.word(bytes, p);
      marks = EightBytes.special(word);
    }
    Bytes.word(array, q, word);
    var last = EightBytes.first(marks);
    p += last;
    if (marks == 0 || bytes[p] != '"') {
      copy(out, quoted);
      return EightBytes.hash(out.array, start, out.length);
    }
    in.at = p + 1;
    out.length = q + last;
    return EightBytes.ended(hash, bytes, from, p);
  }

  /** Copies the text of a string, whose opening quote was taken, without its quotes. */
  void copy(Bytes out, boolean quoted) {
    var bytes = in.bytes;
    var p = in.at;
    var array = out.array;
    var q = out.length;
    while (true) {
      if (array.length - q < 2 * Bytes.SLACK) {
        out.length = q;
        out.need(2 * Bytes.SLACK);
        array = out.array;
      }
      var word = Bytes.word(bytes, p);
      Bytes.word(array, q, word);
      var marks = EightBytes.special(word);
      if (marks == 0) {
        p += 8;
        q += 8;
        continue;
      }
      var plain = EightBytes.first(marks);
      p += plain;
      q += plain;
      var c = bytes[p];
      if (c == '"') {
        break;
      }
      if (c == '\\') {
        in.at = p + 1;
        out.length = q;
        escape(out, quoted);
        p = in.at;
        q = out.length;
      } else {
        for (var n = in.utf8(p); n > 0; n--) {
          array[q++] = bytes[p++];
        }
      }
    }
    in.at = p + 1;
    out.length = q;
  }

  private void escape(Bytes out, boolean quoted) {
    var c = in.bytes[in.at++];
    switch (c) {
      case '"', '\\', '/' -> character(out, quoted, c);
      case 'b' -> character(out, quoted, '\b');
      case 't' -> character(out, quoted, '\t');
      case 'n' -> character(out, quoted, '\n');
      case 'f' -> character(out, quoted, '\f');
      case 'r' -> character(out, quoted, '\r');
      case 'u' -> unicode(out, quoted);
      default -> throw NotPlain.SIGNAL;
    }
  }

  private void unicode(Bytes out, boolean quoted) {
    var unit = unit(in.at);
    in.at += 4;
    if (!Character.isSurrogate(unit)) {
      character(out, quoted, unit);
      return;
    }
    var paired =
        Character.isHighSurrogate(unit) && in.bytes[in.at] == '\\' && in.bytes[in.at + 1] == 'u';
    var low = paired ? unit(in.at + 2) : 0;
    if (Character.isLowSurrogate(low)) {
      in.at += 6;
      var point = Character.toCodePoint(unit, low);
      out.put(0xf0 | point >> 18);
      out.put(0x80 | point >> 12 & 0x3f);
      out.put(0x80 | point >> 6 & 0x3f);
      out.put(0x80 | point & 0x3f);
    } else {
      // What Java's encoder makes of half a pair.
      out.put('?');
    }
  }

  /** The four hexadecimal digits at a place. */
  private char unit(int at) {
    var unit = 0;
    for (var i = 0; i < 4; i++) {
      var c = in.bytes[at + i];
      if (c < 0 || HEX[c] < 0) {
        throw NotPlain.SIGNAL;
      }
      unit = unit << 4 | HEX[c];
    }
    return (char) unit;
  }

  /** Puts a character that is no surrogate; there is room for it. */
  private static void character(Bytes out, boolean quoted, int c) {
    if (c >= 0x800) {
      out.put(0xe0 | c >> 12);
      out.put(0x80 | c >> 6 & 0x3f);
      out.put(0x80 | c & 0x3f);
    } else if (c >= 0x80) {
      out.put(0xc0 | c >> 6);
      out.put(0x80 | c & 0x3f);
    } else if (c < ' ') {
      control(out, quoted, c);
    } else if (c == '"' || c == '\\') {
      backslash(out, quoted);
      if (quoted) {
        out.put('\\');
      }
      out.put(c);
    } else {
      out.put(c);
    }
  }

  private static void control(Bytes out, boolean quoted, int c) {
    backslash(out, quoted);
    switch (c) {
      case '\b' -> out.put('b');
      case '\t' -> out.put('t');
      case '\n' -> out.put('n');
      case '\f' -> out.put('f');
      case '\r' -> out.put('r');
      default -> {
        out.put("u00");
        out.put(DIGITS[c >> 4]);
        out.put(DIGITS[c & 0xf]);
      }
    }
  }

  /** The backslash of an escape, escaped itself within a string's text. */
  private static void backslash(Bytes out, boolean quoted) {
    if (quoted) {
      out.put('\\');
    }
    out.put('\\');
  }
}
