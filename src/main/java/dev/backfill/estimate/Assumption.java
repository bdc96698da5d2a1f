package dev.backfill.estimate;

/**
 * A constant's value, and what it rests on.
 *
 * @param value in the constant's unit, from the smallest to the largest that is thought possible
 * @param source where it comes from, or why it is thought so
 */
public record Assumption(Constant constant, Range value, Basis basis, String source) {
  /** The value that a scenario takes. */
  double at(Scenario scenario) {
    return switch (scenario) {
      case BEST -> constant.moreIsFaster() ? value.high() : value.low();
      case LIKELY -> value.likely();
      case WORST -> constant.moreIsFaster() ? value.low() : value.high();
    };
  }
}
