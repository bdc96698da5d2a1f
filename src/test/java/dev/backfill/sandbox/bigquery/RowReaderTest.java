package dev.backfill.sandbox.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.sandbox.bigquery.schema.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over a row's bytes gives what the tree of the row gives. */
class RowReaderTest {
  private static final List<Field> FIELDS =
      Field.list(
          Store.parse(
              """
              {"fields": [
                {"name": "id", "type": "STRING", "mode": "REQUIRED"},
                {"name": "n", "type": "INT64"}, {"name": "f", "type": "FLOAT64"},
                {"name": "flag", "type": "BOOL"}, {"name": "at", "type": "TIMESTAMP"},
                {"name": "day", "type": "DATE"}, {"name": "sum", "type": "NUMERIC"},
                {"name": "raw", "type": "BYTES"}, {"name": "any", "type": "JSON"},
                {"name": "tags", "type": "STRING", "mode": "REPEATED"},
                {"name": "inner", "type": "RECORD", "fields": [
                  {"name": "a", "type": "INT64"}, {"name": "b", "type": "STRING"},
                  {"name": "list", "type": "RECORD", "mode": "REPEATED", "fields": [
                    {"name": "key", "type": "STRING", "mode": "REQUIRED"},
                    {"name": "value", "type": "FLOAT64"}, {"name": "at", "type": "TIMESTAMP"},
                    {"name": "of", "type": "BYTES"}]},
                  {"name": "deep", "type": "RECORD", "fields": [
                    {"name": "flags", "type": "BOOL", "mode": "REPEATED"},
                    {"name": "day", "type": "DATE"}]}]}]}
              """));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"1\"}",
        "{\"n\":1,\"id\":\"a\\u0000\\\"\\n\\ud83d\\ude00é\"}",
        "{\"id\":\"1\",\"n\":\"12\",\"f\":1,\"flag\":\"true\",\"at\":\"2020-04-14T00:00:00.5Z\"}",
        "{\"id\":\"1\",\"f\":\"NaN\",\"at\":1586822400.25,\"day\":\"2020-04-14\",\"sum\":\"1.5\"}",
        "{\"id\":\"1\",\"raw\":\"aGk=\",\"any\":{\"x\":[1,null]},\"tags\":[\"x\",\"\\t\"]}",
        "{\"id\":\"1\",\"inner\":{\"b\":\"x\",\"a\":2}}",
        "{\"id\":\"1\",\"inner\":{\"deep\":{\"day\":\"2020-04-14\",\"flags\":[true]},\"a\":null}}",
        "{\"id\":\"1\",\"inner\":{\"list\":[{\"of\":\"aGk=\",\"key\":\"k\",\"at\":\"2020-04-14\"}]}}",
        "{\"id\":\"1\",\"inner\":null,\"tags\":null,\"unknown\":{\"x\":[{}]}}",
        "{\"ID\":\"other case\",\"Inner\":{\"A\":1}}",
        "{\"id\":\"1\",\"id\":\"2\",\"inner\":{\"a\":1,\"a\":3,\"nothing\":[1]}} trailing",
        "{\"id\":5,\"n\":9223372036854775807,\"inner\":{\"b\":false}}",
      })
  void readsWhatTheTreeGives(String json) throws Exception {
    var bytes = ("  " + json).getBytes(StandardCharsets.UTF_8);
    var row = new RowReader(FIELDS, true).read(bytes, 2, bytes.length - 2);
    assertThat(row).isEqualTo(tree(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":null}",
        "[1]",
        "{\"id\":\"1\",\"n\":\"x\"}",
        "{\"id\":\"1\",\"n\":1.5}",
        "{\"id\":\"1\",\"n\":99999999999999999999}",
        "{\"id\":\"1\",\"tags\":\"x\"}",
        "{\"id\":\"1\",\"tags\":[null]}",
        "{\"id\":\"1\",\"inner\":[]}",
        "{\"id\":\"1\",\"inner\":{\"list\":[{\"value\":1}]}}",
        "{\"id\":\"1\",\"inner\":{\"deep\":{\"flags\":[\"maybe\"]}}}",
      })
  void refusesInTheWordsOfTheTree(String json) {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new RowReader(FIELDS, true).read(bytes, 0, bytes.length))
        .isInstanceOf(JsonValues.Misfit.class)
        .hasMessage(refusal(json));
  }

  @Test
  void refusesUnknownNamesWhereTheyMatter() {
    var bytes = "{\"id\":\"1\",\"inner\":{\"c\":1}}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new RowReader(FIELDS, false).read(bytes, 0, bytes.length))
        .isInstanceOf(JsonValues.Misfit.class)
        .hasMessage("No such field: inner.c.");
  }

  @Test
  void tellsWhatIsNoJson() {
    var bytes = "{\"id\":\"1\",\"inner\":{\"b\":".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new RowReader(FIELDS, true).read(bytes, 0, bytes.length))
        .isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void readsMembersInAnyOrder() throws Exception {
    var random = new Random(18);
    var reader = new RowReader(FIELDS, true);
    for (var i = 0; i < 500; i++) {
      var json = random(FIELDS, random).toString();
      var bytes = json.getBytes(StandardCharsets.UTF_8);
      assertThat(reader.read(bytes, 0, bytes.length)).as(json).isEqualTo(tree(json));
    }
  }

  private static JsonNode random(List<Field> fields, Random random) {
    var object = Store.JSON.createObjectNode();
    var shuffled = new ArrayList<>(fields);
    Collections.shuffle(shuffled, random);
    for (var field : shuffled) {
      if (field.required() || random.nextInt(4) > 0) {
        object.set(field.name(), value(field, random));
      }
    }
    return object;
  }

  private static JsonNode value(Field field, Random random) {
    if (field.repeated()) {
      var array = Store.JSON.createArrayNode();
      for (var i = random.nextInt(3); i > 0; i--) {
        array.add(value(new Field("", field.type(), "REQUIRED", field.fields()), random));
      }
      return array;
    }
    if (!field.required() && random.nextInt(8) == 0) {
      return Store.JSON.nullNode();
    }
    var nodes = Store.JSON.getNodeFactory();
    return switch (field.type()) {
      case "RECORD" -> random(field.fields(), random);
      case "INTEGER" -> nodes.numberNode(random.nextLong());
      case "FLOAT" -> nodes.numberNode(random.nextGaussian());
      case "BOOLEAN" -> nodes.booleanNode(random.nextBoolean());
      case "TIMESTAMP" -> nodes.numberNode(random.nextInt());
      case "DATE" -> nodes.textNode("2020-04-1" + random.nextInt(10));
      case "NUMERIC" -> nodes.textNode(random.nextInt() + ".25");
      case "BYTES" -> nodes.textNode("aGk=");
      default -> nodes.textNode("\"" + (char) random.nextInt(0xd800) + "\\");
    };
  }

  private static Object[] tree(String json) throws Exception {
    return RowAppender.values(Store.JSON.reader().readTree(json), FIELDS, new JsonValues(true));
  }

  private static String refusal(String json) {
    try {
      tree(json);
      return "not refused";
    } catch (Exception e) {
      return e.getMessage();
    }
  }
}
