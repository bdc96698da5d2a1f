package dev.backfill.check;

import java.util.List;
import java.util.function.Function;

/**
 * A query about days of a document type that gives rows by {@link TypeDays#DAY}.
 *
 * @param key what tells it from the others that are asked about the same days
 * @param purpose what it is for, as journals and reports say it
 * @param tables how many tables it reads: each is billed for ten MiB at least
 * @param isOfOneDay whether it can only be asked about one day at a time
 * @param sql its GoogleSQL
 */
public record DailyQuery(
    Object key, String purpose, int tables, boolean isOfOneDay, Function<TypeDays, String> sql) {

  /** What it is asked about by a statement each. */
  public List<TypeDays> parts(TypeDays days) {
    return isOfOneDay ? days.each() : List.of(days);
  }

  /** Its statements about days. */
  public List<String> statements(TypeDays days) {
    return parts(days).stream().map(sql).toList();
  }
}
