package dev.backfill.estimate;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** A value for each constant of the model. */
public final class Assumptions {
  private final Map<Constant, Assumption> all;

  private Assumptions(Map<Constant, Assumption> all) {
    this.all = all;
  }

  /**
   * Those of a list.
   *
   * @throws IllegalArgumentException when a constant is missing
   */
  static Assumptions of(Collection<Assumption> list) {
    var all = new EnumMap<Constant, Assumption>(Constant.class);
    list.forEach(one -> all.put(one.constant(), one));
    for (var constant : Constant.values()) {
      if (!all.containsKey(constant)) {
        throw new IllegalArgumentException("Nothing is assumed of " + constant + ".");
      }
    }
    return new Assumptions(all);
  }

  /** The same, with another value of one constant. */
  public Assumptions with(Assumption other) {
    var changed = new EnumMap<>(all);
    changed.put(other.constant(), other);
    return new Assumptions(changed);
  }

  /** The same with nothing but what is most likely of each. */
  Assumptions likely() {
    var all = new EnumMap<Constant, Assumption>(Constant.class);
    this.all.forEach(
        (constant, one) ->
            all.put(
                constant,
                new Assumption(
                    constant, Range.exactly(one.value().likely()), one.basis(), one.source())));
    return new Assumptions(all);
  }

  /** All of them, in the constants' order. */
  public Collection<Assumption> list() {
    return Collections.unmodifiableCollection(all.values());
  }

  public Assumption of(Constant constant) {
    return all.get(constant);
  }

  /** The value that a scenario takes. */
  double at(Constant constant, Scenario scenario) {
    return all.get(constant).at(scenario);
  }
}
