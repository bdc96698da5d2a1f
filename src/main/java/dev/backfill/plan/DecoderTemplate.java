package dev.backfill.plan;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An organisation's own decoder, packed as a Dataflow Flex Template.
 *
 * @param spec where its container spec lies, {@code gs://bucket/….json}
 * @param parameters what it is launched with, in the plan's order; <code>${…}</code> stand in the
 *     values
 */
public record DecoderTemplate(String spec, Map<String, String> parameters) {
  static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

  /** What a decoder itself fills in, document by document. */
  static final Set<String> LEFT_TO_THE_JOB =
      Set.of("document_namespace", "document_type", "document_version");

  /** What the console fills in. */
  public enum Placeholder {
    /** The table of rejected documents that is read, {@code project:dataset.table}. */
    INPUT,
    /** The tables that rows go to, with the type's placeholders left in for the job. */
    OUTPUT,
    /** The table that takes what is still rejected, {@code project:dataset.table}. */
    ERRORS,
    /** The plan's archive of schemas. */
    SCHEMAS,
    /** A folder in the run's bucket. */
    TEMP,
    /** The earliest of the days that are decoded, {@code YYYY-MM-DD}. */
    FIRST_DAY,
    /** The latest of them. */
    LAST_DAY;

    /** As a plan writes it, between <code>${</code> and <code>}</code>. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Placeholder> find(String id) {
      return Stream.of(values()).filter(one -> one.id().equals(id)).findFirst();
    }
  }

  public DecoderTemplate {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Whether one of the parameters holds a placeholder. */
  public boolean uses(Placeholder one) {
    return parameters.values().stream().anyMatch(value -> value.contains("${" + one.id() + "}"));
  }

  /** Whether a text names a table of a project, {@code project:dataset.table} or with two dots. */
  public static boolean namesTableOf(String project, String text) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(project) + "[:.]\\w").matcher(text).find();
  }

  /**
   * What a launch is for.
   *
   * @param input what is read, {@code project:dataset.table}
   * @param errors what takes error rows, in the same form
   * @param temp a folder in a bucket, {@code gs://…}
   */
  public record Launch(
      String input, String errors, String temp, LocalDate firstDay, LocalDate lastDay) {}

  /** The parameters of a launch, filled in. */
  public Map<String, String> filled(Plan plan, Launch launch) {
    var values = new EnumMap<Placeholder, String>(Placeholder.class);
    values.put(Placeholder.INPUT, launch.input());
    values.put(Placeholder.OUTPUT, output(plan));
    values.put(Placeholder.ERRORS, launch.errors());
    plan.schemas().ifPresent(archive -> values.put(Placeholder.SCHEMAS, archive));
    values.put(Placeholder.TEMP, launch.temp());
    values.put(Placeholder.FIRST_DAY, launch.firstDay().toString());
    values.put(Placeholder.LAST_DAY, launch.lastDay().toString());
    var filled = new LinkedHashMap<String, String>();
    parameters.forEach((name, value) -> filled.put(name, filled(value, values)));
    return filled;
  }

  /** Where the rows of every type go, as a decoder spells the tables of the types it meets. */
  private static String output(Plan plan) {
    return plan.targetProject()
        + ":${document_namespace}_live.${document_type}_v${document_version}";
  }

  private static String filled(String value, Map<Placeholder, String> values) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Placeholder.find(found.group(1)).map(values::get).orElse(found.group())));
  }
}
