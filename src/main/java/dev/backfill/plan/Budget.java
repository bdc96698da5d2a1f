package dev.backfill.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run may take, by what is estimated before it begins: it is refused when it takes more at
 * least, and asked about when it may.
 *
 * @param usd US dollars by list prices; empty: any number
 * @param hours of wall time; empty: any number
 */
public record Budget(Optional<BigDecimal> usd, Optional<BigDecimal> hours) {

  /** A plan that says nothing of it. */
  public static final Budget NONE = new Budget(Optional.empty(), Optional.empty());

  /** In words: {@code 200 USD and 6 hours}; empty where there is none. */
  public String words() {
    var words = new ArrayList<String>();
    usd.ifPresent(n -> words.add(n.toPlainString() + " USD"));
    hours.ifPresent(n -> words.add(n.toPlainString() + (isOne(n) ? " hour" : " hours")));
    return String.join(" and ", List.copyOf(words));
  }

  private static boolean isOne(BigDecimal number) {
    return number.compareTo(BigDecimal.ONE) == 0;
  }
}
