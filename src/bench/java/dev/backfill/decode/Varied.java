package dev.backfill.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Documents made from real ones: other digits in texts and in long numbers, all else as it was. One
 * document again and again teaches the processor its branches, of inflating above all, and the
 * samples have one to eleven of a type.
 */
final class Varied {
  private static final int SEED = 20200414;

  /** Where a time's digits are none of hours, minutes, seconds. */
  private static final int SECONDS = "2020-04-14T01:02:03".length();

  private final Random random;
  private final byte[] json;
  private int at;

  private Varied(byte[] json, int seed) {
    this.json = json.clone();
    random = new Random(seed);
  }

  /** As many documents as asked for, made from the samples in turn. */
  static List<byte[]> of(List<byte[]> samples, int count) {
    var documents = new ArrayList<byte[]>();
    for (var i = 0; i < count; i++) {
      documents.add(new Varied(samples.get(i % samples.size()), SEED + i).document());
    }
    return documents;
  }

  private byte[] document() {
    while (at < json.length) {
      if (json[at] == '"') {
        text();
      } else if (isDigit(json[at])) {
        number();
      } else {
        at++;
      }
    }
    return json;
  }

  /** Keys stay; so do escapes, whose digits are no digits. */
  private void text() {
    var from = ++at;
    var escaped = false;
    while (json[at] != '"') {
      escaped |= json[at] == '\\';
      at += json[at] == '\\' ? 2 : 1;
    }
    var to = at++;
    if (json[at] != ':' && !escaped) {
      for (var i = isTime(from, to) ? Math.min(to, from + SECONDS) : from; i < to; i++) {
        if (isDigit(json[i])) {
          json[i] = digit(0);
        }
      }
    }
  }

  /** A time must stay one: of a time only the fraction of its seconds varies, where it has one. */
  private boolean isTime(int from, int to) {
    return to - from > "2020-04".length()
        && isDigit(json[from])
        && isDigit(json[from + 3])
        && json[from + 4] == '-'
        && isDigit(json[from + 5]);
  }

  /** Numbers of one digit stay, which are types and versions; no zero comes at either end. */
  private void number() {
    var from = at;
    while (at < json.length && isDigit(json[at])) {
      at++;
    }
    for (var i = from; i < at && at - from > 1; i++) {
      json[i] = digit(1);
    }
  }

  private byte digit(int least) {
    return (byte) ('0' + least + random.nextInt(10 - least));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
