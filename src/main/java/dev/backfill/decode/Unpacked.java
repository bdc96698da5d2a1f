package dev.backfill.decode;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The unpacked bytes of a gzip, up to a limit: some kilobytes can hold gigabytes, which would be
 * read for minutes, or into memory.
 */
final class Unpacked extends FilterInputStream {
  // The largest archives known, of 2020 and 2026, unpack to 10 and 19 MB, 15 times their size.
  // Twenty times that, and gzip's own best is 1,032 times.
  private static final long MOST = 400_000_000;
  private static final long MOST_TIMES = 300;
  // Below this the times say nothing.
  private static final long FREE = 32_000_000;

  /** More than an archive of schemas can have. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;

    TooLarge(String message) {
      super(message);
    }
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      bytes += Math.max(0, read);
      return read;
    }
  }

  private final Counted packed;
  private long bytes;

  private Unpacked(Counted packed) throws IOException {
    super(new GZIPInputStream(packed, 1 << 16));
    this.packed = packed;
  }

  static Unpacked of(InputStream gzip) throws IOException {
    return new Unpacked(new Counted(gzip));
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    bytes += Math.max(0, read);
    check();
    return read;
  }

  /** Skipped bytes are unpacked and counted like others. */
  @Override
  public long skip(long count) throws IOException {
    var away = new byte[(int) Math.min(count, 1 << 16)];
    return count <= 0 ? 0 : Math.max(0, read(away, 0, away.length));
  }

  private void check() throws TooLarge {
    if (bytes > MOST) {
      throw new TooLarge("unpacks to more than " + MOST / 1_000_000 + " MB");
    }
    if (bytes > FREE && bytes / MOST_TIMES > packed.bytes) {
      throw new TooLarge("unpacks to more than " + MOST_TIMES + " times its size");
    }
  }
}
