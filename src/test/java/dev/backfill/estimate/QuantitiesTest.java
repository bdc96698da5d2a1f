package dev.backfill.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantitiesTest {
  @Test
  void whatBeginsBelowACentGoesUpToSoMuch() {
    assertThat(Quantities.usd(new Range(0.001, 0.004, 0.006))).isEqualTo("up to 0.01 USD");
    assertThat(Quantities.usd(new Range(0.001, 1, 3.2))).isEqualTo("up to 3.20 USD");
    assertThat(Quantities.usd(new Range(0.001, 0.002, 0.003))).isEqualTo("under 0.01 USD");
    assertThat(Quantities.usd(new Range(0, 0, 0.003))).isEqualTo("under 0.01 USD");
    assertThat(Quantities.numbers(new Range(0.001, 1, 3))).isEqualTo("up to 3");
  }

  @Test
  void otherRangesHaveTwoEnds() {
    assertThat(Quantities.usd(new Range(0, 0.5, 1.1))).isEqualTo("0.00 to 1.10 USD");
    assertThat(Quantities.usd(new Range(0.4, 0.5, 1.1))).isEqualTo("0.40 to 1.10 USD");
    assertThat(Quantities.dollars(Range.exactly(1204))).isEqualTo("1,204");
  }
}
