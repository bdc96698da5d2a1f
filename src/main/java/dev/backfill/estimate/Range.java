package dev.backfill.estimate;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * An estimate of a quantity: never a single number.
 *
 * @param low if all goes well
 * @param likely between them
 * @param high if all goes badly
 */
public record Range(double low, double likely, double high) {
  /** Nothing at all. */
  public static final Range ZERO = new Range(0, 0, 0);

  public Range {
    if (!(low <= likely && likely <= high)) {
      throw new IllegalArgumentException("Not a range: " + low + ", " + likely + ", " + high);
    }
  }

  /** What is known, and no estimate. */
  public static Range exactly(double value) {
    return new Range(value, value, value);
  }

  /** What a calculation comes to in each scenario. */
  public static Range of(ToDoubleFunction<Scenario> value) {
    var best = value.applyAsDouble(Scenario.BEST);
    var likely = value.applyAsDouble(Scenario.LIKELY);
    var worst = value.applyAsDouble(Scenario.WORST);
    // A better rate may ask for more workers: cheaper by the hour need not be cheaper.
    return new Range(
        Math.min(best, Math.min(likely, worst)),
        Math.max(Math.min(best, likely), Math.min(Math.max(best, likely), worst)),
        Math.max(best, Math.max(likely, worst)));
  }

  public double at(Scenario scenario) {
    return switch (scenario) {
      case BEST -> low;
      case LIKELY -> likely;
      case WORST -> high;
    };
  }

  /** Both, one after the other. */
  public Range plus(Range other) {
    return new Range(low + other.low, likely + other.likely, high + other.high);
  }

  /** So many of it; not negative. */
  public Range times(double number) {
    return map(value -> value * number);
  }

  /** The product of two that know nothing of each other. */
  public Range times(Range other) {
    return new Range(low * other.low, likely * other.likely, high * other.high);
  }

  /** What is left of it after so much; never below nothing. */
  public Range less(double part) {
    return map(value -> Math.max(0, value - part));
  }

  /** The range of a function that does not fall. */
  public Range map(DoubleUnaryOperator function) {
    return new Range(
        function.applyAsDouble(low), function.applyAsDouble(likely), function.applyAsDouble(high));
  }
}
