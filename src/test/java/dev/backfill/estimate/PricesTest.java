package dev.backfill.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** List prices: those of the program, and a file's in their place. */
class PricesTest {
  private static final Offset<Double> CENT = Offset.offset(0.005);

  @Test
  void theProgramsSayOfWhichDayTheyAre() {
    var prices = Prices.ofProgram();
    assertThat(prices.asOf()).isAfter(LocalDate.of(2026, 1, 1));
    assertThat(prices.source()).contains("unverified");
    // 4 TB scanned are 3.64 TiB.
    assertThat(prices.queried(4e12)).isCloseTo(22.74, CENT);
    assertThat(prices.read(4e12)).isCloseTo(4.40, CENT);
    assertThat(prices.stored(4e12, 30)).isCloseTo(80, CENT);
    assertThat(prices.workers(100, 375, 2500, false)).isCloseTo(5.6 + 1.334 + 0.135, CENT);
    assertThat(prices.workers(100, 375, 2500, true))
        .as("FlexRS takes nothing off disks")
        .isCloseTo(0.6 * (5.6 + 1.334) + 0.135, CENT);
  }

  @Test
  void aFileOverridesWhatItNames() throws Exception {
    var prices = Prices.overriddenBy("{\"as_of\": \"2027-01-31\", \"bigquery_scanned_tib\": 5}");
    assertThat(prices.asOf()).isEqualTo("2027-01-31");
    assertThat(prices.source()).isEqualTo("a file of yours");
    assertThat(prices.scannedTib()).isEqualTo(5);
    assertThat(prices.readTb()).isEqualTo(Prices.ofProgram().readTb());
  }

  @Test
  void aFileThatCannotBeTakenSaysWhy() {
    refused("{", "not JSON");
    refused("[]", "no JSON object");
    refused("{\"bigquery_scanned_tib\": 5}", "'as_of' is missing");
    refused("{\"as_of\": \"soon\"}", "YYYY-MM-DD");
    refused("{\"as_of\": \"2027-01-31\", \"vcpu\": 5}", "no price 'vcpu'", "dataflow_vcpu_hour");
    refused("{\"as_of\": \"2027-01-31\", \"bigquery_read_tb\": -1}", "not a price");
    refused("{\"as_of\": \"2027-01-31\", \"bigquery_read_tb\": \"1\"}", "not a price");
  }

  private static void refused(String text, String... words) {
    assertThatThrownBy(() -> Prices.overriddenBy(text))
        .isInstanceOf(Prices.BadPrices.class)
        .hasMessageContainingAll(words);
  }
}
