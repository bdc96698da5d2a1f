package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a stream as bytes, however the stream comes. */
class ByteLinesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1 << 20})
  void splitsHoweverTheStreamComes(int atOnce) throws Exception {
    var text = "one\ntwo\r\n\n \t\r\nzwölf\nlast";
    assertThat(lines(text, atOnce)).containsExactly("one", "two", "", " \t", "zwölf", "last");
    assertThat(lines(text + "\n", atOnce)).hasSize(6).last().isEqualTo("last");
    assertThat(lines("", atOnce)).isEmpty();
    assertThat(lines("\n", atOnce)).containsExactly("");
    assertThat(lines("a\rb\r", atOnce)).containsExactly("a\rb\r");
  }

  @Test
  void takesALineThatIsLongerThanItsBuffer() throws Exception {
    var longer = "x".repeat(200_000);
    var more = "y".repeat(70_000);
    assertThat(lines("a\n" + longer + "\nb\n" + more + "\r\nc", 4_099))
        .containsExactly("a", longer, "b", more, "c");
  }

  @Test
  void tellsWhereALineBeginsInTheStream() throws Exception {
    try (var lines = of("ab\n" + "x".repeat(100_000) + "\r\n\nend", 1_000)) {
      var places = new ArrayList<Long>();
      while (lines.next()) {
        places.add(lines.position());
      }
      assertThat(places).containsExactly(0L, 3L, 100_005L, 100_006L);
    }
  }

  @Test
  void tellsBlankLines() throws Exception {
    try (var lines = of("\n \t\r\n x \n", 4)) {
      var blank = new ArrayList<Boolean>();
      while (lines.next()) {
        blank.add(lines.isBlank());
      }
      assertThat(blank).containsExactly(true, true, false);
    }
  }

  private static List<String> lines(String text, int atOnce) throws IOException {
    var all = new ArrayList<String>();
    try (var lines = of(text, atOnce)) {
      while (lines.next()) {
        all.add(new String(lines.bytes(), lines.from(), lines.length(), StandardCharsets.UTF_8));
      }
      assertThat(lines.next()).as("it stays at its end").isFalse();
    }
    return all;
  }

  private static ByteLines of(String text, int atOnce) {
    return new ByteLines(
        new Dripping(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), atOnce));
  }

  /** Gives so many bytes at most each time, as a network does. */
  private static final class Dripping extends FilterInputStream {
    private final int most;

    Dripping(InputStream in, int most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      return super.read(to, from, Math.min(most, length));
    }
  }
}
