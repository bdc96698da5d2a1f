package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that an object has twice is found, wherever it stands, and however keys were chosen. */
class KeySetTest {
  private final KeySet keys = new KeySet();

  private void close(long... numbers) {
    var mark = keys.mark();
    LongStream.of(numbers).forEach(keys::add);
    keys.close(mark);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 8, 9, 12, 13, 64, 255, 256, 257, 5000})
  void findsOneThatIsThereTwice(int count) {
    var numbers = new Random(count).longs(count, 0, Long.MAX_VALUE).distinct().toArray();
    assertThatCode(() -> close(numbers)).doesNotThrowAnyException();
    var random = new Random(7);
    for (var i = 0; i < 50 && numbers.length > 1; i++) {
      var twice = numbers.clone();
      var at = random.nextInt(numbers.length);
      twice[at] = numbers[(at + 1 + random.nextInt(numbers.length - 1)) % numbers.length];
      assertThatThrownBy(() -> close(twice)).isSameAs(NotPlain.SIGNAL);
      keys.clear();
    }
  }

  /** The inverse of what spreads them: numbers that all want one place, and fit in a key's. */
  @Test
  void findsOneAmongManyThatWantOnePlace() {
    var inverse = 0xF1DE83E19937733DL;
    assertThat(inverse * 0x9E3779B97F4A7C15L).isEqualTo(1);
    var numbers =
        LongStream.iterate(1, n -> n + 1)
            .map(n -> n * inverse)
            .filter(key -> key >= 0)
            .limit(20_000)
            .toArray();
    assertThatCode(() -> close(numbers)).doesNotThrowAnyException();
    numbers[19_999] = numbers[0];
    assertThatThrownBy(() -> close(numbers)).isSameAs(NotPlain.SIGNAL);
  }

  @Test
  void objectsWithinObjectsAreApart() {
    var outer = keys.mark();
    keys.add(1);
    close(1, 2);
    keys.add(2);
    close(1, 2, 3, 4, 5, 6, 7, 8, 9);
    keys.close(outer);
    assertThat(keys.mark()).isEqualTo(outer);
  }
}
