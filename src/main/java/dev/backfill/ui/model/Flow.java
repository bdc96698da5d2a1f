package dev.backfill.ui.model;

import java.util.Optional;

/** A number that only grows, looked at now and then, and how fast it grows. */
final class Flow {
  private final Curve total;
  private final Curve rate;
  private double looked = Double.NaN;

  Flow() {
    this(new Curve(), new Curve());
  }

  Flow(Curve total, Curve rate) {
    this.total = total;
    this.rate = rate;
  }

  void clear() {
    total.clear();
    rate.clear();
    looked = Double.NaN;
  }

  /** It is 0 at a time. */
  void begin(double time) {
    total.add(time, 0);
  }

  /** It was looked at; it still is what it was, unless the next call says what it is. */
  void looked(double time) {
    hold();
    looked = time;
  }

  /** The time of the look that a number belongs to; another one when there was none. */
  double time(double otherwise) {
    return Double.isNaN(looked) ? otherwise : looked;
  }

  private void hold() {
    if (!Double.isNaN(looked) && total.size() > 0) {
      add(looked, total.lastValue());
    }
    looked = Double.NaN;
  }

  /** What it is. */
  void counted(double time, double number) {
    looked = Double.NaN;
    add(time, number);
  }

  private void add(double time, double number) {
    if (total.size() > 0 && time > total.lastTime()) {
      rate.add(
          total.lastTime(), Math.max(0, number - total.lastValue()) / (time - total.lastTime()));
    }
    if (total.size() == 0 || time >= total.lastTime()) {
      total.add(time, number);
    } else {
      // A clock that runs behind: the number is right, and its time the last one.
      total.add(total.lastTime(), number);
    }
  }

  /** How fast between the last two looks, a second; empty before there were two. */
  Optional<Double> now() {
    return rate.size() == 0 ? Optional.empty() : Optional.of(rate.lastValue());
  }

  /** How fast from its first growth's look before to its last growth; empty when it never grew. */
  Optional<Double> mean() {
    var last = total.size() - 1;
    if (last < 1 || total.value(last) <= 0) {
      return Optional.empty();
    }
    var end = last;
    while (end > 0 && total.value(end - 1) == total.value(last)) {
      end--;
    }
    var begin = 0;
    while (begin + 1 < end && total.value(begin + 1) == 0) {
      begin++;
    }
    var took = total.time(end) - total.time(begin);
    return took > 0 ? Optional.of(total.value(last) / took) : Optional.empty();
  }
}
