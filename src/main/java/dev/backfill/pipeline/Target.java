package dev.backfill.pipeline;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.decode.RowPlan;
import dev.backfill.decode.Schema;
import dev.backfill.decode.SchemaArchive;
import dev.backfill.decode.SharedColumns;
import dev.backfill.plan.DocumentType;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Where one document type's records go, and how they become rows there. For one thread. */
final class Target {
  private static final Map<String, SchemaArchive> ARCHIVES = new ConcurrentHashMap<>();

  private final DocumentType type;
  private final Set<Long> days;
  private final String table;
  private final String errors;

  // Counts of what becomes of nearly all records; to look for a counter by its name costs more.
  private final Counter rows;
  private final Counter kept;

  private RowPlan plan;
  private ErrorRows errorRows;

  Target(String project, InputTable input) {
    type = input.type();
    days = input.days().list().stream().map(LocalDate::toEpochDay).collect(Collectors.toSet());
    table = input.to().orElse(project + ":" + type.stableDataset() + "." + type.table());
    errors = project + ":payload_bytes_error." + type.family();
    rows = Metrics.counter(DecodeJob.NAMESPACE, DecodeJob.ROWS + type);
    kept = Metrics.counter(DecodeJob.NAMESPACE, DecodeJob.KEPT + type);
  }

  /** Counts a row. */
  void countRow() {
    rows.inc();
  }

  /** Counts a row whose every value is in the table. */
  void countKept() {
    kept.inc();
  }

  /** The table of the rows, {@code project:dataset.table}. */
  String table() {
    return table;
  }

  /** The table of the error rows. */
  String errors() {
    return errors;
  }

  /** Whether it takes what was submitted on a day, in days since 1970. */
  boolean takes(long day) {
    return days.contains(day);
  }

  /** Whether a record is of the type by what it says itself, however it spells it. */
  boolean isOf(StagedRecord in) {
    return type.namespace().equals(in.namespace())
            && type.type().equals(in.name())
            && type.version().equals(in.version())
        || type.isTabledWith(
            new DocumentType(
                StagedRecord.said(in.namespace()),
                StagedRecord.said(in.name()),
                StagedRecord.said(in.version())));
  }

  /** Why a record of another type than its table's becomes no row. */
  String stranger(StagedRecord in) {
    return "It lies among the documents of "
        + type
        + ", but says that it is "
        + StagedRecord.said(in.namespace())
        + "/"
        + StagedRecord.said(in.name())
        + "/"
        + StagedRecord.said(in.version())
        + ".";
  }

  RowPlan plan(String schemas, Set<String> strict, SharedColumns shared) {
    if (plan == null) {
      var exact = strict.contains(type.namespace() + "/" + type.type());
      plan = RowPlan.ofTable(schema(schemas, type), exact, shared);
    }
    return plan;
  }

  ErrorRows errorRows(String schemas) {
    if (errorRows == null) {
      var columns =
          find(schemas, type.errorRows())
              .map(schema -> schema.fields().stream().map(Schema.Field::name))
              .map(names -> names.collect(Collectors.toSet()))
              .orElse(ErrorRows.USUAL);
      errorRows = new ErrorRows(type, columns);
    }
    return errorRows;
  }

  private static Schema schema(String schemas, DocumentType type) {
    return find(schemas, type)
        .orElseThrow(
            () ->
                // Without it every record would be an error row: the job must fail instead.
                new IllegalStateException("The archive " + schemas + " has nothing of " + type));
  }

  private static Optional<Schema> find(String schemas, DocumentType type) {
    return ARCHIVES
        .computeIfAbsent(schemas, Target::open)
        .schema(type.namespace(), type.type(), type.version());
  }

  private static SchemaArchive open(String location) {
    try (var in =
        Channels.newInputStream(
            FileSystems.open(FileSystems.matchSingleFileSpec(location).resourceId()))) {
      return SchemaArchive.read(location, in);
    } catch (IOException e) {
      throw new IllegalStateException("The schema archive " + location + " cannot be read.", e);
    }
  }
}
