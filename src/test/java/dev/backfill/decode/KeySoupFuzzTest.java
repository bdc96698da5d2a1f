package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Documents of any keys and values, whole and broken: each becomes the plain tree's row, which
 * fits, or its failure. {@code -Dfuzz.records} sets how many are tried.
 */
@Tag("process")
class KeySoupFuzzTest {
  private static final int RECORDS = Integer.getInteger("fuzz.records", 20_000);

  private static final Schema SCHEMA =
      Schema.parse(
          """
          [{"name":"a_text","type":"STRING"},{"name":"url2","type":"STRING"},
           {"name":"count","type":"INT64"},{"name":"ratio","type":"FLOAT64"},
           {"name":"on","type":"BOOL"},{"name":"at","type":"TIMESTAMP"},
           {"name":"any","type":"JSON"},
           {"name":"use_counter2_x","type":"STRING"},
           {"name":"texts","type":"STRING","mode":"REPEATED"},
           {"name":"counts","type":"INT64","mode":"REPEATED"},
           {"name":"one","type":"RECORD","fields":[{"name":"f0_","type":"STRING"},
             {"name":"f1_","type":"INT64"},{"name":"inner","type":"BOOL"}]},
           {"name":"many","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"f0_","type":"INT64"},{"name":"inner","type":"STRING"}]},
           {"name":"map","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"key","type":"STRING"},{"name":"value","type":"INT64"}]},
           {"name":"maps","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"key","type":"STRING"},
             {"name":"value","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"key","type":"STRING"},{"name":"value","type":"FLOAT64"}]}]},
           {"name":"lists","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"list","type":"INT64","mode":"REPEATED"}]},
           {"name":"stacks","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"list","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"f0_","type":"INT64"},{"name":"count","type":"INT64"}]}]},
           {"name":"books","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"list","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"key","type":"STRING"},{"name":"value","type":"INT64"}]}]},
           {"name":"cubes","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"list","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"list","type":"FLOAT64","mode":"REPEATED"}]}]},
           {"name":"pair","type":"RECORD","fields":[{"name":"f0_","type":"FLOAT64"}]},
           {"name":"need","type":"RECORD","fields":[
             {"name":"count","type":"INT64","mode":"REQUIRED"},
             {"name":"one","type":"RECORD","fields":[
               {"name":"on","type":"BOOL","mode":"REQUIRED"}]}]},
           {"name":"metadata","type":"RECORD","fields":[
             {"name":"a_text","type":"STRING"},{"name":"count","type":"INT64"},
             {"name":"ratio","type":"FLOAT64"},{"name":"on","type":"BOOL"},
             {"name":"at","type":"TIMESTAMP"},{"name":"any","type":"JSON"},
             {"name":"url","type":"STRING"},{"name":"url2","type":"STRING"},
             {"name":"one","type":"RECORD","fields":[
               {"name":"value","type":"BYTES"},
               {"name":"count","type":"INT64","mode":"REQUIRED"}]},
             {"name":"deep","type":"RECORD","fields":[
               {"name":"aText","type":"STRING"},
               {"name":"counts","type":"INT64","mode":"REPEATED"},
               {"name":"map","type":"RECORD","mode":"REPEATED","fields":[
                 {"name":"key","type":"STRING"},{"name":"value","type":"INT64"}]}]}]},
           {"name":"full","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"count","type":"INT64","mode":"REQUIRED"}]},
           {"name":"whole","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"key","type":"STRING","mode":"REQUIRED"},
             {"name":"value","type":"BOOL","mode":"REQUIRED"}]},
           {"name":"anys","type":"JSON","mode":"REPEATED"},
           {"name":"names","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"key","type":"STRING"}]},
           {"name":"deep","type":"RECORD","fields":[
             {"name":"count","type":"INT64"},
             {"name":"map","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"key","type":"STRING"},{"name":"value","type":"INT64"}]},
             {"name":"many","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"names","type":"RECORD","mode":"REPEATED","fields":[
                 {"name":"key","type":"STRING"}]}]},
             {"name":"lists","type":"RECORD","mode":"REPEATED","fields":[
               {"name":"list","type":"INT64","mode":"REPEATED"}]}]},
           {"name":"additional_properties","type":"STRING"}]
          """
              .getBytes(UTF_8));

  private static final List<String> KEYS =
      List.of(
          "aText",
          "a_text",
          "url",
          "url2",
          "count",
          "Count",
          "ratio",
          "on",
          "at",
          "any",
          "texts",
          "counts",
          "one",
          "many",
          "map",
          "maps",
          "lists",
          "Map",
          "Lists",
          "anys",
          "names",
          "deep",
          "full",
          "whole",
          "Deep",
          "use_counter2_x",
          "inner",
          "list",
          "key",
          "value",
          "unknown",
          "",
          "1st",
          "stacks",
          "Stacks",
          "books",
          "cubes",
          "pair",
          "need",
          "metadata",
          "metadata",
          "Metadata",
          "f0_",
          "f1_",
          "histogram_type",
          // The last key's number is this one's too.
          "bVzyARiLY07^Av$",
          "sum",
          "values",
          "\\ud800",
          "é",
          "additional_properties");

  private static final List<String> SCALARS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1",
          "2",
          "1.10",
          "1e400",
          "-1e-400",
          "1e2",
          "\"\"",
          "9223372036854775807",
          "9223372036854775808",
          "\"text\"",
          "\"\\udc00\"",
          "\"\\u0001\"",
          "\"2020-04-14T00:00:00Z\"",
          "[]",
          "{}",
          "1".repeat(1001),
          "NaN",
          "01",
          "\"\t\"");

  private final Random random = new Random(20200414);

  @Test
  void everyPayloadBecomesTheTreesRowOrItsFailure() throws IOException {
    var open = RowPlan.compile(SCHEMA, false);
    var strict = RowPlan.compile(SCHEMA, true);
    var differential = new Differential();
    var broken = new Broken(random);
    for (var i = 0; i < RECORDS; i++) {
      var document = object(0).getBytes(UTF_8);
      var payload = random.nextBoolean() ? broken.of(document) : document;
      differential.check(SCHEMA, i % 4 == 0 ? strict : open, payload, "record " + i);
    }
    assertThat(differential.rows + differential.failures).isEqualTo(RECORDS);
    assertThat(differential.rows).isBetween(RECORDS / 20, RECORDS);
    assertThat(differential.inOnePass).isGreaterThan(RECORDS / 20);
  }

  private String object(int depth) {
    var text = new StringBuilder("{");
    for (var n = random.nextInt(6); n > 0; n--) {
      text.append(text.length() > 1 ? "," : "").append('"').append(pick(KEYS)).append("\":");
      text.append(value(depth + 1));
    }
    return text.append('}').toString();
  }

  private String value(int depth) {
    var kind = depth > 4 ? 0 : random.nextInt(5);
    return kind < 3 ? pick(SCALARS) : kind == 3 ? object(depth) : array(depth);
  }

  private String array(int depth) {
    var text = new StringBuilder("[");
    for (var n = random.nextInt(4); n > 0; n--) {
      text.append(text.length() > 1 ? "," : "").append(value(depth + 1));
    }
    return text.append(']').toString();
  }

  private String pick(List<String> from) {
    // The last few are broken JSON in part; taken seldom, so that most payloads can be read.
    var bound = random.nextInt(20) == 0 ? from.size() : from.size() - 4;
    return from.get(random.nextInt(bound));
  }
}
