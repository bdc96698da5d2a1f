package dev.backfill.estimate;

import dev.backfill.text.Amounts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Locale;

/** Quantities and their ranges, as a person reads them. */
public final class Quantities {
  private static final String UNDER = "under 0.01";

  private Quantities() {}

  /** A value of a constant: {@code 60.0 MB/s}, {@code 5.2 ns/B}, {@code 2,000}. */
  public static String words(double value, String unit) {
    return switch (unit) {
      case "B/s" -> Amounts.bytes(Math.round(value)) + "/s";
      case "B" -> Amounts.bytes(Math.round(value));
      case "s/B" -> number(value * 1e9) + " ns/B";
      case "s" -> seconds(value);
      default -> number(value);
    };
  }

  /** A span of seconds: {@code 29 min to 2 h 05 min}. */
  public static String spans(Range seconds) {
    return between(span(seconds.low()), span(seconds.high()));
  }

  /** {@code 1.2 TB to 1.5 TB}. */
  public static String bytes(Range bytes) {
    return between(Amounts.bytes(Math.round(bytes.low())), Amounts.bytes(Math.round(bytes.high())));
  }

  /** {@code 12 to 30}, to two digits that count below ten. */
  public static String numbers(Range values) {
    return between(number(values.low()), number(values.high()));
  }

  /** Things that are counted, to three digits: more would be pretended, of large numbers. */
  public static String counts(Range values) {
    return between(count(values.low()), count(values.high()));
  }

  private static String count(double value) {
    var rounded = new BigDecimal(value, new MathContext(3)).doubleValue();
    return String.format(Locale.ROOT, "%,.0f", value < 1000 ? value : rounded);
  }

  /** {@code 0.40 to 1.10 USD}, {@code up to 0.01 USD}. */
  public static String usd(Range dollars) {
    return dollars(dollars) + " USD";
  }

  /** The same without the unit, for columns. */
  public static String dollars(Range dollars) {
    return between(money(dollars.low()), money(dollars.high()));
  }

  /** A number of dollars: {@code 1,204}, {@code 3.20}, {@code under 0.01}. */
  public static String money(double dollars) {
    if (dollars > 0 && dollars < 0.005) {
      return UNDER;
    }
    return String.format(Locale.ROOT, dollars < 100 ? "%.2f" : "%,.0f", dollars);
  }

  private static String seconds(double value) {
    if (value > 0 && value < 1e-3) {
      return number(value * 1e6) + " µs";
    }
    return value > 0 && value < 0.1 ? number(value * 1e3) + " ms" : number(value) + " s";
  }

  /** A span of seconds: {@code 2 h 05 min}. */
  public static String span(double seconds) {
    return seconds <= 0 ? "0 s" : Amounts.span(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static String between(String low, String high) {
    if (low.equals(high) || high.equals(UNDER)) {
      return high;
    }
    return low.equals(UNDER) ? "up to " + high : low + " to " + high;
  }

  private static String number(double value) {
    if (value > 0 && value < 0.005) {
      return UNDER;
    }
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
  }
}
