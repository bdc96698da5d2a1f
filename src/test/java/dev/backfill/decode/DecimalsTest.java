package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {
  private static final int TRIED = Integer.getInteger("fuzz.records", 20_000) * 10;

  /** What is copied unparsed must be what Java would have printed, on any Java. */
  @Test
  void knowsWhatIsPrinted() {
    var random = new Random(20200414);
    var sure = 0;
    for (var i = 0; i < TRIED; i++) {
      var digits =
          Long.toString(random.nextLong() >>> 1 | 1L << 60).substring(0, 1 + random.nextInt(15));
      var point = random.nextInt(digits.length() + 1);
      var text =
          (random.nextBoolean() ? "-" : "")
              + (point == 0 ? "0" : digits.substring(0, point))
              + "."
              + "0".repeat(random.nextInt(3))
              + digits.substring(point);
      var bytes = text.getBytes(US_ASCII);
      if (bytes[bytes.length - 1] != '.' && Decimals.isAsPrinted(bytes, 0, bytes.length)) {
        sure++;
        assertThat(Double.toString(Double.parseDouble(text))).isEqualTo(text);
      }
    }
    assertThat(sure).isGreaterThan(TRIED / 5);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, true", "-0.0, true", "1.5, true", "0.001, true", "9999999.5, true",
    "0.0001, false", "1.50, false", "1.00, false", "10000000.0, false", "1e2, false",
    "1.5e0, false", "0.1234567890123456, false"
  })
  void judges(String text, boolean expected) {
    var bytes = text.getBytes(US_ASCII);
    assertThat(Decimals.isAsPrinted(bytes, 0, bytes.length)).isEqualTo(expected);
  }
}
