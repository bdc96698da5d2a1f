package dev.backfill.run;

import dev.backfill.fact.ScopeSeen;
import dev.backfill.fact.ScopeSeen.Group;
import dev.backfill.text.Amounts;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * For which rejected documents a run is, as its newest scope found them.
 *
 * @param planned the plan's days
 * @param seen what was seen of each document type, by the subject of its step
 */
public record RejectedScope(List<LocalDate> planned, Map<String, ScopeSeen> seen) {

  /**
   * Rejected documents of a day (UTC), of every type.
   *
   * @param planned whether the plan names the day
   * @param caught how many the filter catches
   * @param left how many it leaves out
   */
  public record Day(LocalDate day, boolean planned, long caught, long left) {}

  public RejectedScope {
    planned = List.copyOf(planned);
    seen = Map.copyOf(seen);
  }

  /** The scope of a run; of types that were not looked at yet it has nothing. */
  public static RejectedScope of(RunView view) {
    var seen = new LinkedHashMap<String, ScopeSeen>();
    view.each(Stage.Role.PREPARES, ScopeSeen.class)
        .forEach(one -> seen.put(subject(one.type()), one));
    return new RejectedScope(view.plan().days().list(), seen);
  }

  /** The subject of the step that looks at a document type. */
  public static String subject(String type) {
    return "rejected documents of " + type;
  }

  /** The same of one type alone, by the subject of its step. */
  public RejectedScope only(String subject) {
    return new RejectedScope(
        planned, seen.containsKey(subject) ? Map.of(subject, seen.get(subject)) : Map.of());
  }

  public boolean isEmpty() {
    return seen.isEmpty();
  }

  /** The plan's days, those without any too, and the days around them that hold any; in order. */
  public List<Day> days() {
    var days = new TreeMap<LocalDate, Day>();
    if (!isEmpty()) {
      planned.forEach(day -> days.put(day, new Day(day, true, 0, 0)));
    }
    for (var one : seen.values()) {
      for (var day : one.days()) {
        days.merge(
            day.day(),
            new Day(day.day(), day.planned(), day.caught(), day.all() - day.caught()),
            (a, b) -> new Day(a.day(), a.planned(), a.caught() + b.caught(), a.left() + b.left()));
      }
    }
    return List.copyOf(days.values());
  }

  /** How many the filter catches on the plan's days. */
  public long caught() {
    return days().stream().filter(Day::planned).mapToLong(Day::caught).sum();
  }

  /** How many it leaves out on the plan's days. */
  public long left() {
    return days().stream().filter(Day::planned).mapToLong(Day::left).sum();
  }

  /** How many it would catch on the days around that the plan does not name. */
  public long outside() {
    return days().stream().filter(day -> !day.planned()).mapToLong(Day::caught).sum();
  }

  /**
   * What the filter catches on the plan's days, by message, the most frequent first. Of each type
   * the most frequent alone are known.
   */
  public List<Group> caughtMessages() {
    return merged(ScopeSeen::caught);
  }

  /** The same of what it leaves out. */
  public List<Group> leftMessages() {
    return merged(ScopeSeen::left);
  }

  private List<Group> merged(Function<ScopeSeen, Collection<Group>> which) {
    var groups = new LinkedHashMap<Group, Long>();
    for (var one : seen.values()) {
      for (var group : which.apply(one)) {
        groups.merge(
            new Group(group.errorType(), group.exceptionClass(), group.message(), 0),
            group.rows(),
            Long::sum);
      }
    }
    return groups.entrySet().stream()
        .map(
            one ->
                new Group(
                    one.getKey().errorType(),
                    one.getKey().exceptionClass(),
                    one.getKey().message(),
                    one.getValue()))
        .sorted(
            Comparator.comparingLong(Group::rows)
                .reversed()
                .thenComparing(Group::message)
                .thenComparing(Group::errorType)
                .thenComparing(Group::exceptionClass))
        .toList();
  }

  /** What is caught and left out, on how many days, and what lies beside the plan's days. */
  public String brief() {
    var on = days().stream().filter(day -> day.planned() && day.caught() > 0).count();
    return "The filter catches "
        + number(caught())
        + (caught() == 1 ? " rejected document on " : " rejected documents on ")
        + Amounts.of(on, "day")
        + " and leaves out "
        + number(left())
        + (left() == 1 ? " other" : " others")
        + (outside() == 0
            ? ""
            : "; it would catch "
                + number(outside())
                + " more on days that the plan does not name");
  }

  private static String number(long rows) {
    return String.format(Locale.ROOT, "%,d", rows);
  }
}
