package dev.backfill.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The days of a plan, in UTC: each once, the earliest first. There may be days between two of them
 * that the plan leaves alone.
 */
public record Days(List<LocalDate> list) {
  // A line of a page: more stretches than these are counted, not listed.
  private static final int SHOWN = 4;

  /**
   * Takes days in any order.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Days {
    if (list.isEmpty()) {
      throw new IllegalArgumentException("A plan has at least one day.");
    }
    list = list.stream().sorted().distinct().toList();
  }

  /** A day, and all days to another one, both included. */
  public Days(LocalDate first, LocalDate last) {
    this(first.datesUntil(last.plusDays(1)).toList());
  }

  public LocalDate first() {
    return list.get(0);
  }

  public LocalDate last() {
    return list.get(list.size() - 1);
  }

  /** Whether no day between the first and the last is left alone. */
  public boolean isUnbroken() {
    return first().plusDays(list.size() - 1L).equals(last());
  }

  /** The stretches without a gap, in order. */
  public List<Days> stretches() {
    var stretches = new ArrayList<Days>();
    var from = 0;
    for (var i = 1; i <= list.size(); i++) {
      if (i == list.size() || !list.get(i - 1).plusDays(1).equals(list.get(i))) {
        stretches.add(new Days(list.subList(from, i)));
        from = i;
      }
    }
    return stretches;
  }

  @Override
  public String toString() {
    if (isUnbroken()) {
      return first().equals(last()) ? first().toString() : first() + " to " + last();
    }
    var stretches = stretches();
    var shown = stretches.stream().limit(SHOWN).map(Days::toString).toList();
    var more = list.size() - stretches.stream().limit(SHOWN).mapToInt(s -> s.list().size()).sum();
    return String.join(", ", shown)
        + (more == 0 ? "" : " and " + more + " more days until " + last());
  }
}
