package dev.backfill.decode;

/**
 * Reads JSON tokens from bytes. Zeros follow the last byte, and no token holds one, so that nothing
 * runs past the end; whatever is not JSON in UTF-8 throws {@link NotPlain}.
 */
final class Cursor {
  /** How many zeros follow the bytes: {@link CountRun} looks at 64 from any place on. */
  static final int PADDING = 80;

  // Jackson's limit is 1,000 digits; the exact path looks at anything near it.
  private static final int LONGEST_NUMBER = 300;

  byte[] bytes;
  int at;

  /** Where the last key's text begins and ends, and where the last number begins. */
  int from;

  int to;

  void start(byte[] padded) {
    bytes = padded;
    at = 0;
  }

  /** Takes the next byte that is no white space. */
  int next() {
    var c = bytes[at++];
    return c > ' ' ? c : afterSpace(c);
  }

  private int afterSpace(byte first) {
    var c = first;
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      c = bytes[at++];
    }
    return c;
  }

  void expect(int c) {
    if (next() != c) {
      throw NotPlain.SIGNAL;
    }
  }

  /** Takes the rest of {@code true}, {@code false} or {@code null}, whose first byte was taken. */
  void literal(int first) {
    switch (first) {
      case 't' -> rest('r', 'u', 'e');
      case 'n' -> rest('u', 'l', 'l');
      case 'f' -> {
        rest('a', 'l', 's');
        if (bytes[at++] != 'e') {
          throw NotPlain.SIGNAL;
        }
      }
      default -> throw NotPlain.SIGNAL;
    }
  }

  private void rest(int a, int b, int c) {
    if (bytes[at] != a || bytes[at + 1] != b || bytes[at + 2] != c) {
      throw NotPlain.SIGNAL;
    }
    at += 3;
  }

  /** Takes a key and its colon, whose opening quote was taken; keys with escapes are not plain. */
  long key() {
    var p = at;
    var hash = 0L;
    var word = Bytes.word(bytes, p);
    var marks = EightBytes.special(word);
    while (marks == 0) {
      hash = EightBytes.mix(hash, word);
      p += 8;
      word = Bytes.word(bytes, p);
      marks = EightBytes.special(word);
    }
    p += EightBytes.first(marks);
    var plain = bytes[p] == '"';
    if (!plain) {
      p = quoteAfter(p);
    }
    from = at;
    to = p;
    at = p + 1;
    expect(':');
    return plain ? EightBytes.ended(hash, bytes, from, to) : EightBytes.hash(bytes, from, to);
  }

  /** Where the quote is that ends a key, which has a character beyond ASCII at a place. */
  private int quoteAfter(int first) {
    var p = first;
    while (bytes[p] != '"') {
      p += utf8(p);
      for (var marks = 0L; marks == 0; p += EightBytes.first(marks)) {
        marks = EightBytes.special(Bytes.word(bytes, p));
      }
    }
    return p;
  }

  /** The length of the character of two bytes or more at a place. */
  int utf8(int p) {
    var a = bytes[p] & 0xff;
    var b = bytes[p + 1];
    if (a >= 0xc2 && a < 0xe0 && continues(b)) {
      return 2;
    }
    var least = a == 0xe0 ? 0xa0 : a == 0xf0 ? 0x90 : 0x80;
    var most = a == 0xed ? 0x9f : a == 0xf4 ? 0x8f : 0xbf;
    var fits = (b & 0xff) >= least && (b & 0xff) <= most && continues(bytes[p + 2]);
    if (fits && a >= 0xe0 && a < 0xf0) {
      return 3;
    }
    if (fits && a >= 0xf0 && a <= 0xf4 && continues(bytes[p + 3])) {
      return 4;
    }
    throw NotPlain.SIGNAL;
  }

  private static boolean continues(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** Takes a number, whose first byte was taken; true when it has no fraction and no exponent. */
  boolean number() {
    from = at - 1;
    var length = EightBytes.digits(Bytes.word(bytes, from));
    // Most are short integers; a loop over the digits ends where it cannot be guessed.
    if (length > 0 && length < 8 && (length == 1 || bytes[from] != '0')) {
      var end = bytes[from + length];
      if (end != '.' && end != 'e' && end != 'E') {
        at = from + length;
        return true;
      }
    }
    return anyNumber();
  }

  private boolean anyNumber() {
    var p = from;
    var c = bytes[p];
    if (c == '-') {
      c = bytes[++p];
    }
    if (c == '0') {
      c = bytes[++p];
    } else {
      p = digits(p);
      c = bytes[p];
    }
    var whole = c != '.' && c != 'e' && c != 'E';
    if (c == '.') {
      p = digits(p + 1);
      c = bytes[p];
    }
    if (c == 'e' || c == 'E') {
      var sign = bytes[p + 1];
      p = digits(sign == '+' || sign == '-' ? p + 2 : p + 1);
    }
    at = p;
    if (p - from > LONGEST_NUMBER) {
      throw NotPlain.SIGNAL;
    }
    return whole;
  }

  private int digits(int first) {
    var p = first;
    while (isDigit(bytes[p])) {
      p++;
    }
    if (p == first) {
      throw NotPlain.SIGNAL;
    }
    return p;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
