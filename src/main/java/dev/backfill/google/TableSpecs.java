package dev.backfill.google;

import com.google.cloud.bigquery.Clustering;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldElementType;
import com.google.cloud.bigquery.FieldList;
import com.google.cloud.bigquery.LegacySQLTypeName;
import com.google.cloud.bigquery.PolicyTags;
import com.google.cloud.bigquery.RangePartitioning;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableDefinition;
import com.google.cloud.bigquery.TimePartitioning;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.Column;
import dev.backfill.cloud.Column.Trait;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableSpec.Partitioning;
import dev.backfill.problem.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Table structures between the client's form and ours. */
final class TableSpecs {
  private TableSpecs() {}

  /** A structure; what is no table has columns at most. */
  static TableSpec read(TableDefinition definition) {
    var columns =
        definition.getSchema() == null
            ? List.<Column>of()
            : columns(definition.getSchema().getFields());
    if (!(definition instanceof StandardTableDefinition table)) {
      return new TableSpec(columns, Optional.empty(), List.of());
    }
    return new TableSpec(
        columns,
        Optional.ofNullable(table.getTimePartitioning())
            .map(TableSpecs::partitioning)
            .or(() -> Optional.ofNullable(table.getRangePartitioning()).map(TableSpecs::ranges)),
        table.getClustering() == null ? List.of() : table.getClustering().getFields());
  }

  static StandardTableDefinition write(TableSpec spec) {
    var table =
        StandardTableDefinition.newBuilder()
            .setSchema(Schema.of(spec.columns().stream().map(TableSpecs::field).toList()));
    spec.partitioning().map(TableSpecs::partitioning).ifPresent(table::setTimePartitioning);
    if (!spec.clustering().isEmpty()) {
      table.setClustering(Clustering.newBuilder().setFields(spec.clustering()).build());
    }
    return table.build();
  }

  /** The columns of a table, or of a query's result. */
  static List<Column> columns(FieldList fields) {
    return fields == null ? List.of() : fields.stream().map(TableSpecs::column).toList();
  }

  private static Column column(Field field) {
    return new Column(
        field.getName(),
        field.getType().name(),
        field.getMode() == null ? "NULLABLE" : field.getMode().name(),
        field.getDescription() == null ? "" : field.getDescription(),
        columns(field.getSubFields()),
        traits(field));
  }

  private static Map<Trait, String> traits(Field field) {
    var traits = new EnumMap<Trait, String>(Trait.class);
    for (var trait : Trait.values()) {
      var value =
          switch (trait) {
            case POLICY_TAGS ->
                field.getPolicyTags() == null || field.getPolicyTags().getNames() == null
                    ? ""
                    : String.join(",", field.getPolicyTags().getNames());
            case MAX_LENGTH -> field.getMaxLength();
            case PRECISION -> field.getPrecision();
            case SCALE -> field.getScale();
            case TIMESTAMP_PRECISION -> field.getTimestampPrecision();
            case DEFAULT_VALUE -> field.getDefaultValueExpression();
            case COLLATION -> field.getCollation();
            case RANGE_ELEMENT ->
                field.getRangeElementType() == null ? null : field.getRangeElementType().getType();
          };
      if (value != null && !value.toString().isEmpty()) {
        traits.put(trait, value.toString());
      }
    }
    return traits;
  }

  private static void set(Field.Builder field, Trait trait, String value) {
    switch (trait) {
      case POLICY_TAGS ->
          field.setPolicyTags(PolicyTags.newBuilder().setNames(List.of(value.split(","))).build());
      case MAX_LENGTH -> field.setMaxLength(Long.valueOf(value));
      case PRECISION -> field.setPrecision(Long.valueOf(value));
      case SCALE -> field.setScale(Long.valueOf(value));
      case TIMESTAMP_PRECISION -> field.setTimestampPrecision(Long.valueOf(value));
      case DEFAULT_VALUE -> field.setDefaultValueExpression(value);
      case COLLATION -> field.setCollation(value);
      case RANGE_ELEMENT ->
          field.setRangeElementType(FieldElementType.newBuilder().setType(value).build());
    }
  }

  private static Field field(Column column) {
    var type = LegacySQLTypeName.valueOf(column.type());
    var inner = column.fields().stream().map(TableSpecs::field).toArray(Field[]::new);
    var field =
        Field.newBuilder(column.name(), type, inner).setMode(Field.Mode.valueOf(column.mode()));
    if (!column.description().isEmpty()) {
      field.setDescription(column.description());
    }
    column.traits().forEach((trait, value) -> set(field, trait, value));
    return field.build();
  }

  private static Partitioning partitioning(TimePartitioning by) {
    return new Partitioning(
        by.getType().name(),
        Optional.ofNullable(by.getField()),
        Optional.ofNullable(by.getExpirationMs()).map(Duration::ofMillis),
        Boolean.TRUE.equals(by.getRequirePartitionFilter()));
  }

  private static Partitioning ranges(RangePartitioning by) {
    return new Partitioning(
        Partitioning.RANGE, Optional.ofNullable(by.getField()), Optional.empty(), false);
  }

  private static TimePartitioning partitioning(Partitioning by) {
    if (by.type().equals(Partitioning.RANGE)) {
      throw new CloudException(
          CloudException.Kind.UNSUPPORTED,
          Problem.of(
              "No table partitioned " + by.named() + " is made by this version.",
              "Run preflight again, which says which table it was to be like."),
          null);
    }
    var out = TimePartitioning.newBuilder(TimePartitioning.Type.valueOf(by.type()));
    by.field().ifPresent(out::setField);
    by.expiration().map(Duration::toMillis).ifPresent(out::setExpirationMs);
    if (by.requireFilter()) {
      out.setRequirePartitionFilter(true);
    }
    return out.build();
  }
}
