package dev.backfill.stages;

import dev.backfill.check.NullShare;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.TableSpec;
import dev.backfill.decode.Schema.Field;
import dev.backfill.decode.SchemaArchive;
import dev.backfill.decode.SchemaException;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.ProductionTable;
import dev.backfill.problem.Problem;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.stage.StepResult.Skipped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks ahead at what the tables can hold of what decode will write. */
final class SchemaCheck {
  private static final String REST = "additional_properties";

  /** What an error row must tell: by these it is counted and emptied, and the rest is kept. */
  private static final Map<String, String> ERROR_COLUMNS =
      Map.of(
          "document_namespace", "STRING",
          "document_type", "STRING",
          "document_version", "STRING",
          "error_message", "STRING",
          "payload", "BYTES",
          "submission_timestamp", "TIMESTAMP");

  /** What an error row may tell besides; without a column it goes into the message. */
  private static final Set<String> MORE_ERROR_COLUMNS =
      Set.of("client_id", "error_type", "exception_class");

  private static final String OWNER = "Ask the table's owner.";

  private final Steps steps;
  private final List<String> notes = new ArrayList<>();
  private SchemaArchive archive;

  SchemaCheck(Steps steps) {
    this.steps = steps;
  }

  /** What was found and stops nobody, a line each. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Reads the plan's archive, when it names one. */
  StepResult archive() {
    var uri = steps.plan().schemas();
    if (uri.isEmpty()) {
      return new Skipped("The plan names none: rows are made by the tables' structures");
    }
    if (!steps.cloud().objects().exists(uri.get())) {
      return Refused.of(
          "There is no schema archive at " + uri.get() + ".",
          "List its folder and take the newest, or leave schemas out of the plan.");
    }
    try {
      archive = read(uri.get());
      return new Done(uri.get());
    } catch (SchemaException e) {
      return Refused.of(Problem.said(e.getMessage()));
    }
  }

  private SchemaArchive read(String uri) {
    try {
      var file = Files.createTempFile("schemas", ".tar.gz");
      try {
        steps.cloud().objects().download(uri, file);
        try (var in = Files.newInputStream(file)) {
          return SchemaArchive.read(uri, in);
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The schema archive cannot be kept here to be read.", e);
    }
  }

  /** Compares a type's table with the archive, and looks at the table of its error rows. */
  StepResult type(DocumentType type) {
    var problems = new ArrayList<Problem>();
    var found = new ArrayList<String>();
    structure(steps.plan().productionErrors(type))
        .ifPresent(table -> problems.addAll(errorTable(type, table)));
    structure(steps.plan().stable(type))
        .ifPresent(
            table -> {
              compare(type, table, problems, found);
              problems.addAll(unknownColumns(type, table));
            });
    found.forEach(note -> notes.add(type + ": " + note));
    if (!problems.isEmpty()) {
      return new Refused(
          problems.stream()
              .map(one -> Problem.of(type + ": " + one.what(), one.remedy()))
              .toList());
    }
    return new Done(found.isEmpty() ? "as in the table" : String.join("\n", found));
  }

  /** Columns whose nulls are to be counted, and that cannot be. */
  private List<Problem> unknownColumns(DocumentType type, TableSpec table) {
    return NullShare.columns(steps.plan()).stream()
        .filter(path -> !has(table.columns(), path))
        .map(
            path ->
                Problem.of(
                    steps.plan().stable(type) + " has no column " + path + ".",
                    "Mend validate.null_shares, or write a plan for each type."))
        .toList();
  }

  private static boolean has(List<Column> columns, String path) {
    var parts = path.split("\\.", 2);
    return columns.stream()
        .filter(column -> column.name().equals(parts[0]))
        .anyMatch(
            column ->
                parts.length == 1
                    || !column.mode().equals("REPEATED") && has(column.fields(), parts[1]));
  }

  private Optional<TableSpec> structure(ProductionTable table) {
    return steps.cloud().warehouse().table(table.name()).map(state -> state.spec());
  }

  private void compare(
      DocumentType type, TableSpec table, List<Problem> problems, List<String> found) {
    var ours = TableSchema.of(table);
    var rest = ours.fields().stream().filter(field -> field.name().equals(REST)).findFirst();
    rest.filter(field -> !isA(field, "STRING"))
        .ifPresent(
            field ->
                problems.add(
                    Problem.of(
                        steps.plan().stable(type)
                            + " has "
                            + REST
                            + " as "
                            + field.mode()
                            + " "
                            + field.type()
                            + "; decode writes a STRING.",
                        OWNER)));
    if (archive == null) {
      return;
    }
    var theirs = archive.schema(type.namespace(), type.type(), type.version());
    if (theirs.isEmpty()) {
      found.add("the archive has no schema of it; rows are made by the table.");
      return;
    }
    var comparison = SchemaComparison.of(theirs.get(), ours);
    problems.addAll(comparison.problems());
    found.addAll(comparison.notes(rest.isPresent()));
  }

  /** What of an error row its table cannot hold. */
  private List<Problem> errorTable(DocumentType type, TableSpec table) {
    var lacking = new TreeSet<>(ERROR_COLUMNS.keySet());
    var demanded = new TreeSet<String>();
    for (var field : TableSchema.of(table).fields()) {
      var wanted = ERROR_COLUMNS.get(field.name());
      if (wanted != null && isA(field, wanted)) {
        lacking.remove(field.name());
      } else if (field.mode().equals("REQUIRED")
          || MORE_ERROR_COLUMNS.contains(field.name()) && !isA(field, "STRING")) {
        demanded.add(field.name());
      }
    }
    var problems = new ArrayList<Problem>();
    if (!lacking.isEmpty()) {
      problems.add(
          Problem.of(
              steps.plan().productionErrors(type)
                  + " cannot take error rows: it lacks, or has with another type, "
                  + String.join(", ", lacking)
                  + ".",
              OWNER));
    }
    if (!demanded.isEmpty()) {
      problems.add(
          Problem.of(
              steps.plan().productionErrors(type)
                  + " requires, or has with another type, columns that error rows do not fill: "
                  + String.join(", ", demanded)
                  + ".",
              OWNER));
    }
    return problems;
  }

  private static boolean isA(Field field, String type) {
    return field.type().equals(type) && !field.mode().equals("REPEATED");
  }
}
