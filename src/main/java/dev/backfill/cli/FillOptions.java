package dev.backfill.cli;

import dev.backfill.plan.DecoderTemplate;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.PlaybookId;
import dev.backfill.plan.Rewrite;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.Documents;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.Leak;
import dev.backfill.sandbox.seed.RealDocuments;
import dev.backfill.sandbox.seed.SeedArchive;
import dev.backfill.sandbox.seed.Seeding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a sandbox is filled with. */
final class FillOptions {
  /** The production project of every sandbox. */
  static final String SOURCE = "moz-fx-data-shared-prod";

  private static final String SCHEMAS = "gs://moz-fx-data-prod-dataflow/schemas/";
  // The archive of the founding run: the generated schemas take its place, and its name.
  private static final String FOUNDING = "202004150152_0d9902a.tar.gz";

  /** What a rehearsal of a rewrite does: it drops the rows that the filling leaks a path into. */
  static final Rewrite REWRITE =
      new Rewrite(
          """
          SELECT
            *
          FROM
            ${source}
          WHERE
            DATE(submission_timestamp) = '${day}'
            AND NOT IFNULL(STARTS_WITH(%1$s, '%2$s'), FALSE)"""
              .formatted(Leak.COLUMN, Leak.PREFIX),
          Optional.of("STARTS_WITH(%s, '%s')".formatted(Leak.COLUMN, Leak.PREFIX)),
          Rewrite.Mode.DROP);

  /**
   * What a rehearsal launches to decode rejected documents.
   *
   * @param schemas where the filling's archive lies
   */
  static DecoderTemplate decoder(String schemas) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("inputType", "bigquery_table");
    parameters.put("input", "${input}");
    parameters.put("outputType", "bigquery");
    parameters.put("output", "${output}");
    parameters.put("errorOutputType", "bigquery");
    parameters.put("errorOutput", "${errors}");
    parameters.put("schemasLocation", "${schemas}");
    return new DecoderTemplate(Sandbox.decoder(schemas), parameters);
  }

  private static final LocalDate FIRST = LocalDate.of(2020, 4, 14);
  private static final String ALL = "all";
  private static final int MOST_DAYS = 1000;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--pings",
      paramLabel = "FILE",
      description =
          "Real documents instead of generated ones: one record per line, in the "
              + "format that decode reads.")
  private Path pings;

  @Option(
      names = "--schemas",
      paramLabel = "ARCHIVE",
      description = "Schema archive (.tar.gz). Default: schemas of the generated documents.")
  private Path schemas;

  @Option(
      names = "--documents",
      paramLabel = "N",
      description =
          "Number of documents per table and day. Default: 1000; of a reprocess 334, about 1000 on"
              + " its three days.")
  private Optional<Integer> count = Optional.empty();

  @Option(
      names = "--duplicates",
      paramLabel = "RATIO",
      defaultValue = "0.05",
      description =
          "Share of documents that are duplicated, 0 to 1. Default: " + "${DEFAULT-VALUE}.")
  private double duplicates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the generated documents. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--table",
      paramLabel = "T",
      description =
          "main_v4, core_v10, event_v4 or one of nine small ones, or all for the twelve;"
              + " repeatable. Default: main_v4.")
  private List<String> tables = List.of("main_v4");

  @Option(
      names = "--day",
      paramLabel = "YYYY-MM-DD",
      description =
          "Day of the documents; repeatable. Default: 2020-04-14; of a reprocess, three from it on.")
  private List<LocalDate> days = List.of();

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "So many days in a row, from the first --day or 2020-04-14 on.")
  private Integer inARow;

  /** The seed, for faults too. */
  long seed() {
    return seed;
  }

  /** Whether nothing was asked for. */
  boolean isNone() {
    return pings == null && count.filter(n -> n == 0).isPresent();
  }

  /** Fills a sandbox, unless it was filled before; returns whether it was now. */
  boolean fill(Sandbox sandbox, Documents documents) throws IOException {
    return fill(sandbox, documents, PlaybookId.REPLAY);
  }

  /** The same with what a playbook is for. */
  boolean fill(Sandbox sandbox, Documents documents, PlaybookId playbook) throws IOException {
    var archive = SeedArchive.of(Optional.ofNullable(schemas));
    return sandbox.fill(SOURCE, documents, archive, uri(), state(playbook));
  }

  /** What must have happened to production for a playbook to be of use. */
  static Seeding state(PlaybookId playbook) {
    return switch (playbook) {
      case REPLAY -> Seeding.FAILED_DAY;
      case REWRITE -> Seeding.LEAKED;
      case REPROCESS -> Seeding.REJECTED;
    };
  }

  /** The days that are named, or those by which a playbook is rehearsed. */
  private List<LocalDate> days(PlaybookId playbook) {
    if (inARow != null) {
      if (inARow < 1 || inARow > MOST_DAYS || days.size() > 1) {
        throw wrong(
            "--days takes a number from 1 to "
                + MOST_DAYS
                + ", and one --day at most to begin by.");
      }
      var first = days.isEmpty() ? FIRST : days.get(0);
      return first.datesUntil(first.plusDays(inARow)).toList();
    }
    if (!days.isEmpty()) {
      return days;
    }
    return switch (playbook) {
      case REPLAY, REWRITE -> List.of(FIRST);
      // Rejected documents are sent again on later days.
      case REPROCESS -> List.of(FIRST, FIRST.plusDays(1), FIRST.plusDays(2));
    };
  }

  /** About a thousand documents in all, on the days by which a playbook is rehearsed. */
  private static int usual(PlaybookId playbook) {
    return switch (playbook) {
      case REPLAY, REWRITE -> 1000;
      case REPROCESS -> 334;
    };
  }

  /** Where the schema archive lies in the sandbox. */
  String uri() {
    return SCHEMAS + (schemas == null ? FOUNDING : schemas.getFileName());
  }

  /** The documents that the options name. */
  Documents documents(PlaybookId playbook) throws IOException {
    if (pings != null) {
      return RealDocuments.read(pings);
    }
    var number = count.orElse(usual(playbook));
    if (number < 1) {
      throw wrong("--documents takes a number of at least 1.");
    }
    try {
      var types =
          tables.contains(ALL)
              ? List.copyOf(Generator.TYPES.keySet())
              : tables.stream().map(this::type).toList();
      var generator = new Generator(seed, duplicates);
      return new GeneratedDocuments(generator, types, days(playbook), number);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private DocumentType type(String table) {
    return Generator.TYPES.keySet().stream()
        .filter(type -> type.table().equals(table))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "No documents are generated for "
                        + table
                        + ". Take one of "
                        + Generator.TYPES.keySet().stream()
                            .map(DocumentType::table)
                            .sorted()
                            .toList()
                        + "."));
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
