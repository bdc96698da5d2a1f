package dev.backfill.plan;

import dev.backfill.text.Ids;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partition of a stable table is made anew from itself, by one query a day.
 *
 * @param query a SELECT over <code>${source}</code> for <code>${day}</code>, whose columns are the
 *     table's own; nothing is added to it but these two
 * @param affected a predicate over the table's rows, TRUE for those that must go or change; the
 *     same placeholders may stand in it
 * @param mode what becomes of the rows that are affected
 */
public record Rewrite(String query, Optional<String> affected, Mode mode) implements Task {
  /** The table's full name, between backquotes, or without where they stand around it already. */
  public static final String SOURCE = "source";

  /** The day (UTC) as {@code 2026-08-14}, without quotes. */
  public static final String DAY = "day";

  static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern QUOTED_SOURCE = Pattern.compile("`\\$\\{" + SOURCE + "}`");

  /** What becomes of the rows that are affected, and so what must hold of those that are staged. */
  public enum Mode {
    /** They go; every other row stays, and none comes. */
    DROP("drop"),
    /** They stay, under their ids, and are affected no more. */
    REPLACE("replace"),
    /** Whatever the query says: a deviation of ids is accepted by the operator, or not. */
    ANY("any");

    private final String id;

    Mode(String id) {
      this.id = id;
    }

    /** The word that plans and journals have for it. */
    public String id() {
      return id;
    }

    /**
     * The one of a word.
     *
     * @throws IllegalArgumentException naming the words there are
     */
    public static Mode of(String id) {
      return Ids.find(values(), Mode::id, id, "No mode is called", "The modes are");
    }
  }

  @Override
  public PlaybookId playbook() {
    return PlaybookId.REWRITE;
  }

  /** The query for a table's day. */
  public String query(ProductionTable source, LocalDate day) {
    return filled(query, source.name(), day);
  }

  /** The predicate for the rows of a table's day; empty where the plan has none. */
  public Optional<String> affected(TableName source, LocalDate day) {
    return affected.map(text -> filled(text, source, day));
  }

  /** Whether the predicate names the day, and so is another one each day. */
  public boolean isAffectedByDay() {
    return affected.filter(text -> text.contains("${" + DAY + "}")).isPresent();
  }

  private static String filled(String text, TableName source, LocalDate day) {
    var unquoted = QUOTED_SOURCE.matcher(text).replaceAll("\\${" + SOURCE + "}");
    return PLACEHOLDER
        .matcher(unquoted)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1).equals(DAY) ? day.toString() : source.sql()));
  }
}
