package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.DailyQuery;
import dev.backfill.check.TypeDays;
import dev.backfill.cloud.CloudException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks queries about all days of a document type at once. Each is sent when the first day is asked
 * for; where it failed, it has failed for every day. For one thread.
 */
public final class DailyQueries {
  /**
   * The most that one statement reads, in bytes; about more, the days are asked in parts. A query
   * may run for 6 hours, and groups of ids are kept in its workers' memory: as for staging, a
   * terabyte leaves room.
   */
  private static final long MOST_BYTES = 1_000_000_000_000L;

  // What BigQuery says of a query that it cannot hold (reason resourcesExceeded).
  private static final String TOO_MUCH = "Resources exceeded";

  private final CostedQueries asked;
  private final String project;
  private final TypeDays days;
  private final Once<Object, Map<LocalDate, List<JsonNode>>> answers = new Once<>();

  /**
   * Makes an asker.
   *
   * @param project the project that pays
   */
  public DailyQueries(CostedQueries asked, String project, TypeDays days) {
    this.asked = asked;
    this.project = project;
    this.days = days;
  }

  /** The rows that a query gives of a day; none where there is nothing of it. */
  public List<JsonNode> rows(DailyQuery query, LocalDate day) {
    if (query.isOfOneDay()) {
      return answers
          .get(List.of(query.key(), day), () -> ask(query, TypeDays.of(days.type(), List.of(day))))
          .getOrDefault(day, List.of());
    }
    return answers.get(query.key(), () -> ask(query, days)).getOrDefault(day, List.of());
  }

  private Map<LocalDate, List<JsonNode>> ask(DailyQuery query, TypeDays some) {
    var isOne = some.days().list().size() == 1;
    var most = isOne ? Long.MAX_VALUE : MOST_BYTES;
    var rows = Optional.<List<JsonNode>>empty();
    try {
      rows = asked.query(query.purpose(), project, query.sql().apply(some), query.tables(), most);
    } catch (CloudException e) {
      if (isOne || !isTooMuch(e)) {
        throw e;
      }
    }
    return rows.map(DailyQueries::byDay).orElseGet(() -> inHalves(query, some));
  }

  private static boolean isTooMuch(CloudException e) {
    return e.kind() == CloudException.Kind.JOB_FAILED && e.problem().what().contains(TOO_MUCH);
  }

  private Map<LocalDate, List<JsonNode>> inHalves(DailyQuery query, TypeDays some) {
    var all = new HashMap<LocalDate, List<JsonNode>>();
    some.halves().forEach(half -> all.putAll(ask(query, half)));
    return all;
  }

  private static Map<LocalDate, List<JsonNode>> byDay(List<JsonNode> rows) {
    return rows.stream()
        .collect(Collectors.groupingBy(row -> LocalDate.parse(row.path(TypeDays.DAY).asText())));
  }
}
