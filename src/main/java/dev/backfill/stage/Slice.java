package dev.backfill.stage;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Some hours (UTC) of a cell's day, whose documents a query of its own stages. Production's tables
 * of payloads are clustered by time, so a slice reads about its share of the day.
 *
 * @param number from 1 to {@code of}
 * @param of into how many equal parts the day is cut
 */
public record Slice(int number, int of) {
  private static final int HOURS = 24;
  private static final Pattern SUBJECT = Pattern.compile(" (\\d\\d):00-(\\d\\d):00");

  public Slice {
    if (!Plan.SLICES.contains(of) || number < 1 || number > of) {
      throw new IllegalArgumentException("A day has no slice " + number + " of " + of + ".");
    }
  }

  /** The slices of a day, in order. */
  public static List<Slice> all(int of) {
    return IntStream.rangeClosed(1, of).mapToObj(number -> new Slice(number, of)).toList();
  }

  /** The slice that a step's subject names; empty where it names none. */
  public static Optional<Slice> in(String subject) {
    var hours = SUBJECT.matcher(subject);
    if (!hours.find()) {
      return Optional.empty();
    }
    var from = Integer.parseInt(hours.group(1));
    var each = Integer.parseInt(hours.group(2)) - from;
    return Optional.of(new Slice(from / each + 1, HOURS / each));
  }

  /** Its step's subject, for example {@code telemetry/main/4@2020-04-14 08:00-09:00}. */
  public String subject(Cell cell) {
    return cell.key() + " " + this;
  }

  /** Whether it is the one that replaces what the partition holds; the others add to it. */
  public boolean isFirst() {
    return number == 1;
  }

  /** A GoogleSQL condition on a column of times, which prunes by partition and by clustering. */
  String condition(Cell cell, String time) {
    return "%1$s >= TIMESTAMP '%2$s %4$02d:00:00+00' AND %1$s < TIMESTAMP '%3$s %5$02d:00:00+00'"
        .formatted(
            time,
            cell.day(),
            number == of ? cell.day().plusDays(1) : cell.day(),
            (number - 1) * hours(),
            number * hours() % HOURS);
  }

  private int hours() {
    return HOURS / of;
  }

  /** The hours, for example {@code 08:00-09:00}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%02d:00-%02d:00", (number - 1) * hours(), number * hours());
  }
}
