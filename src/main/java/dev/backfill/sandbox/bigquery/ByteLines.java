package dev.backfill.sandbox.bigquery;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Splits a stream into lines without making texts of them: a row may have megabytes. */
final class ByteLines implements AutoCloseable {
  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int from;
  private int end;
  private int next;
  private long base;
  private boolean whole;

  ByteLines(InputStream in) {
    this.in = in;
  }

  /** Goes on to the next line; false when there is none. */
  boolean next() throws IOException {
    from = next;
    var looked = from;
    while (true) {
      for (; looked < filled; looked++) {
        if (buffer[looked] == '\n') {
          end = looked > from && buffer[looked - 1] == '\r' ? looked - 1 : looked;
          next = looked + 1;
          return true;
        }
      }
      if (whole) {
        end = filled;
        next = filled;
        return end > from;
      }
      looked -= from;
      more();
    }
  }

  /** Moves what is left of the line to the buffer's start, and reads on behind it. */
  private void more() throws IOException {
    System.arraycopy(buffer, from, buffer, 0, filled - from);
    base += from;
    filled -= from;
    from = 0;
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    var read = in.read(buffer, filled, buffer.length - filled);
    whole = read < 0;
    filled += Math.max(0, read);
  }

  byte[] bytes() {
    return buffer;
  }

  /** Where the line begins in {@link #bytes}. */
  int from() {
    return from;
  }

  /** Bytes, without the line's end. */
  int length() {
    return end - from;
  }

  /** Where the line begins in the stream, in bytes. */
  long position() {
    return base + from;
  }

  boolean isBlank() {
    for (var i = from; i < end; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
