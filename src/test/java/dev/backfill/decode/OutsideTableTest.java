package dev.backfill.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document holds is in a column, in the additional properties, or counted. */
@Tag("job")
class OutsideTableTest {
  private static final String COLUMNS =
      """
      {"name": "a", "type": "INT64"},
      {"name": "fooBar", "type": "STRING"},
      {"name": "my_map", "type": "RECORD", "mode": "REPEATED", "fields": [
        {"name": "key", "type": "STRING"}, {"name": "value", "type": "INT64"}]},
      {"name": "r", "type": "RECORD", "fields": [{"name": "b", "type": "INT64"}]},
      {"name": "metadata", "type": "RECORD", "fields": [
        {"name": "geo", "type": "RECORD", "fields": [{"name": "city", "type": "STRING"}]}]}""";

  private static final String REST =
      ", {\"name\": \"additional_properties\", \"type\": \"STRING\"}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':1}                                        | 0 | 0",
        "{'a':'x','new':{'y':1,'z':2},'nothing':null}   | 2 | 0",
        "{'r':{'b':'x','c':1},'a':1}                    | 2 | 0",
        "{'my_map':{'k':'x'}}                           | 1 | 0",
        "{'myMap':7}                                    | 1 | 1",
        "{'fooBar':'x','foo_bar':'y'}                   | 1 | 0",
        "{'my_map':{'k':1},'myMap':{'k':2}}             | 1 | 1",
        "{'additional_properties':'own'}                | 1 | 1",
        "{'Metadata':{'geo':{'city':'x'}},'metadata':{}}| 1 | 1",
      })
  void countsWhatIsInNoColumnAndNotKept(String document, long without, long with) {
    assertThat(outside(document, "")).isEqualTo(without);
    assertThat(outside(document, REST)).isEqualTo(with);
  }

  @Test
  void countsMembersOfMetadataApart() {
    var payload = "{'metadata':{'geo':{'city':'x','zip':1},'isp':{'name':'x'},'none':null},'a':1}";
    var row = decode(payload, REST);
    assertThat(row.onePass()).isTrue();
    assertThat(row.coercions().metadataOutside()).isEqualTo(2);
    assertThat(row.coercions().outside()).isZero();
    // The same twice: by the exact path, which two keys of one column need.
    var exact = decode(payload.replace("'a':1", "'a':1,'A':null"), REST);
    assertThat(exact.onePass()).isFalse();
    assertThat(exact.coercions().metadataOutside()).isEqualTo(2);
  }

  @Test
  void aTableWithoutAdditionalPropertiesGetsNone() {
    assertThat(decode("{'a':1,'b':2}", "").text()).isEqualTo("{\"a\":1}");
    assertThat(decode("{'a':1,'b':2}", REST).text())
        .isEqualTo("{\"a\":1,\"additional_properties\":\"{\\\"b\\\":2}\"}");
  }

  private static long outside(String document, String rest) {
    return decode(document, rest).coercions().outside();
  }

  private static DecodeResult.Row decode(String document, String rest) {
    var schema = Schema.parse(("[" + COLUMNS + rest + "]").getBytes(StandardCharsets.UTF_8));
    var payload = document.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    var plan = RowPlan.ofTable(schema, false, new SharedColumns());
    return (DecodeResult.Row) new RowDecoder().decode(plan, payload);
  }
}
