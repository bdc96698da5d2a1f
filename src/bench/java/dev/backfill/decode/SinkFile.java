package dev.backfill.decode;

import java.io.OutputStream;

/** A load file that takes every byte and keeps none. */
public final class SinkFile extends OutputStream {
  private final byte[] last = new byte[1 << 16];
  private long size;

  @Override
  public void write(int b) {
    last[0] = (byte) b;
    size++;
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    for (var done = 0; done < count; done += last.length) {
      System.arraycopy(bytes, from + done, last, 0, Math.min(last.length, count - done));
    }
    size += count;
  }

  /** How many bytes were written. */
  public long size() {
    return size;
  }
}
