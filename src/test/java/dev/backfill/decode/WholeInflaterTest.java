package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/** Streams of all kinds, whole and broken, held against the JDK's inflater. */
class WholeInflaterTest {
  private static final int STREAMS = Integer.getInteger("fuzz.records", 5_000);
  private static final int LONGEST = 40_000;

  private final Random random = new Random(20200414);
  private final WholeInflater ours = new WholeInflater();
  private final byte[] inflated = new byte[LONGEST + WholeInflater.SLACK];
  private final byte[] expected = new byte[LONGEST + 1];
  private final byte[] deflated = new byte[2 * LONGEST];

  @Test
  void inflatesWhatTheJdkDeflates() {
    for (var i = 0; i < STREAMS; i++) {
      var data = data();
      var length = deflate(data);
      assertThat(ours.inflate(deflated, 0, length, inflated, data.length)).as("%d", i).isTrue();
      assertThat(Arrays.equals(inflated, 0, data.length, data, 0, data.length)).isTrue();
    }
  }

  /** Of a broken stream it may refuse more than the JDK does, but must never make anything else. */
  @Test
  void acceptsNothingThatTheJdkRefuses() {
    var accepted = 0;
    for (var i = 0; i < STREAMS; i++) {
      var data = data();
      var from = random.nextInt(20);
      var length = deflate(data);
      var stream = Arrays.copyOfRange(deflated, 0, length + random.nextInt(2) * random.nextInt(9));
      for (var n = random.nextInt(4); n >= 0; n--) {
        stream[random.nextInt(Math.min(stream.length, n > 1 ? 60 : stream.length))] ^=
            (byte) (1 << random.nextInt(8));
      }
      var padded = new byte[from + stream.length];
      System.arraycopy(stream, 0, padded, from, stream.length);
      var size = jdk(stream);
      var announced = size >= 0 && random.nextInt(4) > 0 ? size : random.nextInt(LONGEST);
      if (ours.inflate(padded, from, padded.length, inflated, announced)) {
        accepted++;
        assertThat(announced).as("%d", i).isEqualTo(size);
        assertThat(Arrays.equals(inflated, 0, size, expected, 0, size)).as("%d", i).isTrue();
      }
    }
    assertThat(accepted).isPositive();
  }

  /** The size of what the JDK makes of the stream, or -1 where it finds no whole one. */
  private int jdk(byte[] stream) {
    var inflater = new Inflater(true);
    try {
      inflater.setInput(stream);
      var size = inflater.inflate(expected);
      var whole = inflater.finished() && inflater.getRemaining() == 0;
      return whole && size <= LONGEST ? size : -1;
    } catch (DataFormatException e) {
      return -1;
    } finally {
      inflater.end();
    }
  }

  /** Deflates in pieces, each at another level, so that a stream has blocks of all kinds. */
  private int deflate(byte[] data) {
    var length = 0;
    var at = 0;
    while (random.nextInt(3) == 0) {
      var count = random.nextInt(data.length - at + 1);
      length = deflate(data, at, count, length, Deflater.SYNC_FLUSH);
      at += count;
    }
    return deflate(data, at, data.length - at, length, Deflater.NO_FLUSH);
  }

  private int deflate(byte[] data, int from, int count, int at, int flush) {
    var deflater = new Deflater(random.nextInt(10), true);
    deflater.setStrategy(random.nextInt(3));
    deflater.setInput(data, from, count);
    var last = flush == Deflater.NO_FLUSH;
    if (last) {
      deflater.finish();
    }
    var end = at;
    int length;
    do {
      length = deflater.deflate(deflated, end, deflated.length - end, flush);
      end += length;
    } while (last ? !deflater.finished() : length > 0 || !deflater.needsInput());
    deflater.end();
    return end;
  }

  /** Noise of few or many different bytes, with runs and repetitions, short and long. */
  private byte[] data() {
    var size = random.nextInt(random.nextInt(8) == 0 ? LONGEST : 600);
    var data = new byte[size];
    var different = 1 + random.nextInt(random.nextBoolean() ? 8 : 256);
    for (var at = 0; at < size; ) {
      var count = Math.min(size - at, 1 + random.nextInt(random.nextInt(6) == 0 ? 700 : 12));
      var back = random.nextInt(3) == 0 ? 1 + random.nextInt(12) : 1 + random.nextInt(at + 1);
      var copies = back <= at && random.nextBoolean();
      for (var end = at + count; at < end; at++) {
        data[at] = copies ? data[at - back] : (byte) (random.nextGaussian() * different);
      }
    }
    return data;
  }
}
