package dev.backfill.report;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names and days by which the texts of a plan's cells differ, and what stands for them. */
final class NamesOfCells {
  // Texts of a type stand in quotes, and within a command in those of a shell: '\''.
  private static final Pattern WORD =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\d|document_(namespace|type|version) = ('\\\\''|')[^'\\\\]*\\2"
              + "|[A-Za-z0-9_]+");
  // A job's id holds the type with dashes: telemetry-first-shutdown-5.
  private static final Pattern JOB = Pattern.compile("--job_id='([^']*)'");
  private static final String TYPE_IN_JOB = "${document}";
  private static final int KEPT = 8;
  private static final Pattern BASIC_DAY = Pattern.compile("\\d{8}");

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> inJobs = new HashSet<>();
  private final Set<LocalDate> days = new HashSet<>();

  // What is asked about a type's cells together stands with each of them, one after the other.
  private final Map<String, String> newest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT;
        }
      };

  NamesOfCells(Plan plan, String run) {
    for (var type : plan.documents()) {
      inJobs.add(type.toString().replaceAll("[^A-Za-z0-9_-]", "-"));
      names.put(type.table(), "${table}");
      names.put(type.decodedTable(), "${decoded}");
      names.put(type.stableDataset(), "${stable}");
      names.put(type.liveDataset(), "${live}");
      names.putIfAbsent(plan.staged(type).name().table(), "${staged}");
      names.putIfAbsent(plan.backfill(type).name().table(), "${table}");
      names.putIfAbsent(plan.errors(type).name().table(), "${errors}");
      names.putIfAbsent(plan.backup(run, type).name().table(), "${backup}");
    }
    plan.cells().stream().map(Cell::day).forEach(days::add);
  }

  /**
   * The text that cells share: names of tables, document types and days are replaced, {@code
   * ${day}} for one.
   */
  String shared(String text) {
    var known = newest.get(text);
    return known != null ? known : keep(text, replaced(text));
  }

  private String keep(String text, String shared) {
    newest.put(text, shared);
    return shared;
  }

  private String replaced(String text) {
    var words = WORD.matcher(JOB.matcher(text).replaceAll(this::withoutType));
    var out = new StringBuilder();
    LocalDate first = null;
    while (words.find()) {
      var day = day(words.group());
      first = first == null && days.contains(day) ? day : first;
      var other =
          words.group(1) != null
              ? "document_%s = %s${%1$s}%2$s".formatted(words.group(1), words.group(2))
              : day == null || first == null
                  ? names.getOrDefault(words.group(), words.group())
                  : placeholder(first, day);
      words.appendReplacement(out, Matcher.quoteReplacement(other));
    }
    return words.appendTail(out).toString();
  }

  /** A job's option whose id names a type of the plan, between two dashes, without its name. */
  private String withoutType(MatchResult option) {
    var id = option.group(1);
    for (var from = id.indexOf('-') + 1; from > 0; from = id.indexOf('-', from) + 1) {
      for (var to = id.lastIndexOf('-'); to > from; to = id.lastIndexOf('-', to - 1)) {
        if (inJobs.contains(id.substring(from, to))) {
          var shared = id.substring(0, from) + TYPE_IN_JOB + id.substring(to);
          return Matcher.quoteReplacement("--job_id='" + shared + "'");
        }
      }
    }
    return Matcher.quoteReplacement(option.group());
  }

  private static String placeholder(LocalDate first, LocalDate day) {
    var later = ChronoUnit.DAYS.between(first, day);
    return later == 0 ? "${day}" : "${day " + (later > 0 ? "+ " : "- ") + Math.abs(later) + "}";
  }

  private static LocalDate day(String word) {
    try {
      if (BASIC_DAY.matcher(word).matches()) {
        return LocalDate.parse(word, DateTimeFormatter.BASIC_ISO_DATE);
      }
      return word.indexOf('-') > 0 ? LocalDate.parse(word) : null;
    } catch (DateTimeException noDay) {
      return null;
    }
  }
}
