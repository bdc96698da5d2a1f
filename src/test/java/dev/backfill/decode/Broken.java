package dev.backfill.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Breaks payloads: bits flipped, ends cut off, bytes doubled, before and after compression. */
final class Broken {
  private final Random random;

  Broken(Random random) {
    this.random = random;
  }

  /** The document as it might arrive: gzipped, or broken, or both. */
  byte[] of(byte[] json) throws IOException {
    return switch (random.nextInt(12)) {
      case 0, 1 -> flipped(json);
      case 2 -> Arrays.copyOf(json, random.nextInt(json.length + 1));
      case 3 -> flipped(gzipped(json));
      case 4 -> cut(gzipped(json));
      case 5 -> joined(gzipped(json), gzipped(json));
      case 6 -> joined(gzipped(json), new byte[random.nextInt(40)]);
      case 7 -> doubled(json);
      case 8 -> gzipped(gzipped(json));
      case 9 -> swapped(json);
      default -> gzipped(json);
    };
  }

  private byte[] flipped(byte[] bytes) {
    var copy = bytes.clone();
    copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    return copy;
  }

  private byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private byte[] doubled(byte[] bytes) {
    var from = random.nextInt(bytes.length);
    var to = from + random.nextInt(bytes.length - from);
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, to);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }

  /** Swaps two structural bytes, which makes keys values and objects arrays. */
  private byte[] swapped(byte[] bytes) {
    var copy = bytes.clone();
    var from = random.nextInt(copy.length);
    var to = random.nextInt(copy.length);
    copy[from] = bytes[to];
    copy[to] = bytes[from];
    return copy;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    var both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  static byte[] gzipped(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
