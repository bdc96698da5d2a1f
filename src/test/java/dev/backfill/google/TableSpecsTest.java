package dev.backfill.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.RangePartitioning;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TimePartitioning;
import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.TableSpec;
import dev.backfill.cloud.TableSpec.Partitioning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a table is partitioned, as Google's client has it and as it is told. */
class TableSpecsTest {
  private static StandardTableDefinition.Builder table() {
    return StandardTableDefinition.newBuilder()
        .setSchema(Schema.of(Field.of("sample_id", StandardSQLTypeName.INT64)));
  }

  @Test
  void tellsRangesOfAnIntegerAndMakesNone() {
    var range = RangePartitioning.Range.newBuilder().setStart(0L).setEnd(100L).setInterval(1L);
    var by = RangePartitioning.newBuilder().setField("sample_id").setRange(range.build()).build();
    var spec = TableSpecs.read(table().setRangePartitioning(by).build());
    assertThat(spec.partitioning().map(Partitioning::named))
        .contains("by ranges of the integer column sample_id");
    assertThatThrownBy(() -> TableSpecs.write(spec))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("partitioned by ranges")
        .hasMessageContaining("Run preflight again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HOUR", "DAY", "MONTH", "YEAR"})
  void tellsAndKeepsTimes(String type) {
    var time = TimePartitioning.newBuilder(TimePartitioning.Type.valueOf(type));
    var loaded = TableSpecs.read(table().setTimePartitioning(time.build()).build());
    var named = TableSpecs.read(table().setTimePartitioning(time.setField("at").build()).build());
    assertThat(named(loaded)).startsWith("by ingestion time").endsWith(type.toLowerCase());
    assertThat(named(named)).isEqualTo("by " + type.toLowerCase() + " of at");
    assertThat(TableSpecs.read(TableSpecs.write(named))).isEqualTo(named);
    assertThat(TableSpecs.read(TableSpecs.write(loaded))).isEqualTo(loaded);
  }

  private static String named(TableSpec spec) {
    return spec.partitioning().orElseThrow().named();
  }
}
