package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every corner of JSON, in every kind of column, against a plain tree. */
class JsonCasesTest {
  private static final Schema SCHEMA =
      Schema.parse(
          """
          [{"name":"text","type":"STRING"},{"name":"int","type":"INT64"},
           {"name":"float","type":"FLOAT64"},{"name":"bool","type":"BOOL"},
           {"name":"at","type":"TIMESTAMP"},{"name":"json","type":"JSON"},
           {"name":"bytes","type":"BYTES"},{"name":"use_counter2_a","type":"STRING"},
           {"name":"texts","type":"STRING","mode":"REPEATED"},
           {"name":"floats","type":"FLOAT64","mode":"REPEATED"},
           {"name":"record","type":"RECORD","fields":[{"name":"f0_","type":"FLOAT64"},
             {"name":"f1_","type":"STRING"}]},
           {"name":"records","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"f0_","type":"INT64"},{"name":"f1_","type":"STRING"}]},
           {"name":"map","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"key","type":"STRING"},{"name":"value","type":"STRING"}]},
           {"name":"lists","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"list","type":"FLOAT64","mode":"REPEATED"}]},
           {"name":"set","type":"RECORD","mode":"REPEATED","fields":[
             {"name":"key","type":"STRING"}]},
           {"name":"jsons","type":"JSON","mode":"REPEATED"},
           {"name":"additional_properties","type":"STRING"}]
          """
              .getBytes(UTF_8));

  /** Documents with a value, as {@code @}, in each place where a value can stand. */
  private static final String[] PLACES = {
    "{\"unknown\":@}",
    "{\"text\":@}",
    "{\"int\":@}",
    "{\"float\":@}",
    "{\"bool\":@}",
    "{\"at\":@}",
    "{\"json\":@}",
    "{\"jsons\":[@]}",
    "{\"bytes\":@}",
    "{\"texts\":@}",
    "{\"texts\":[@]}",
    "{\"floats\":[1,@]}",
    "{\"record\":@}",
    "{\"record\":[@]}",
    "{\"record\":{\"f1_\":@}}",
    "{\"records\":@}",
    "{\"records\":[@]}",
    "{\"records\":[[@,@]]}",
    "{\"records\":[{\"x\":@}]}",
    "{\"map\":@}",
    "{\"map\":{\"a\":@}}",
    "{\"lists\":@}",
    "{\"lists\":[@]}",
    "{\"lists\":[[@]]}",
    "{\"set\":@}",
    "{\"metadata\":@}",
    "{\"text\":{\"deep\":[@]}}",
    "{\"additional_properties\":@}",
    "{\"use_counter2_a\":{\"histogram_type\":2,\"sum\":@,\"values\":{\"1\":3}}}",
    "{\"use_counter2_a\":{\"histogram_type\":@,\"sum\":3,\"values\":{\"1\":3}}}",
    "{\"use_counter2_a\":{\"values\":{\"1\":@},\"histogram_type\":2,\"sum\":3}}",
    "{\"use_counter2_a\":{\"histogram_type\":2,\"sum\":3,\"values\":@}}",
    "{\"use_counter2_a\":{\"histogram_type\":2,\"sum\":3,\"values\":{\"0\":@,\"1\":3}}}",
    "{\"use_counter2_a\":{\"histogram_type\":2,\"sum\":3,\"values\":{\"0\":4,\"11\":@,\"1\":3,\"2\":0}}}",
    "{\"use_counter2_a\":{\"histogram_type\":2,\"sum\":3,\"values\":{ \"1\" : 3, \"\\u0031\":@}}}",
    "{\"text\":{\"histogram_type\":@}}",
    " { \"text\" :\t@ ,\r\n \"int\" : 1 } "
  };

  private final RowPlan open = RowPlan.compile(SCHEMA, false);
  private final RowPlan strict = RowPlan.compile(SCHEMA, true);
  private final Differential differential = new Differential();

  static Stream<String> values() {
    return Stream.of(
            Stream.of("null", "true", "false", "nul", "truex", "True", "tru", "NaN", "-Infinity"),
            Stream.of("[]", "{}", "[[]]", "[{}]", "[null]", "[,1]", "[1,]", "[1 2]", "{\"a\":}"),
            Stream.of("{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "[1", "{\"a\":1", "]"),
            Stream.of(
                "0", "-0", "00", "01", "-01", "1.", ".5", "+1", "-", "--1", "1e", "1e+", "0x1"),
            Stream.of(
                "0.0", "-0.0", "1.0", "1.10", "100.0", "1e2", "1E+2", "1e-2", "0.001", "0.0001"),
            Stream.of("9999999.0", "10000000.0", "0.1234567890123456", "2.2250738585072014E-308"),
            Stream.of("9223372036854775807", "9223372036854775808", "-9223372036854775808"),
            Stream.of("-9223372036854775809", "1e308", "1e309", "-1e400", "1e-400", "4.9e-324"),
            Stream.of(300, 301, 999, 1000, 1001).map(n -> "9".repeat(n)),
            Stream.of(300, 1000, 1001).map(n -> "0." + "1".repeat(n)),
            Stream.of(
                "\"\"", "\"a\"", "\"1234567\"", "\"12345678\"", "\"123456789\"", "\"a", "'a'"),
            Stream.of(
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\a\"", "\"\\u00\"", "\"\\u00zz\"", "\"\\"),
            Stream.of("\"\\u0000\\u001f\\u0020\\u007F\\u0080\\u07ff\\u0800\\uFFFF\\u2028\""),
            Stream.of(
                "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "\"\\ude00\"", "\"\\ud83d\\ud83d\\ude00\""),
            Stream.of(
                "\"\\ud83dx\"", "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"", "\"é€😀\u2028\u007f\""),
            Stream.of(
                "{\"é\":\"é\",\"\\u00e9\":1}", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}"),
            Stream.of(
                "{\"\\ud800\":1,\"\\udc00\":2}",
                "{\"\":1,\"\":2}",
                "{\"\":1}",
                "{\"b\":1,\"a\":2}"),
            Stream.of("{\"longer key\":1,\"longer key\":2}", "{\"1\":1,\"2\":2,\"10\":3,\"1\":4}"),
            Stream.of(
                "{\"key\\\"\":\"\\\"\"}", "{\"f0_\":1,\"f0\":2}", "[1,2,3,4]", "[[1,2],[3,4],5]"),
            Stream.of(many(40, false), many(40, true)),
            Stream.of("\"" + "x".repeat(70_000) + "\"", "\"" + "\\n".repeat(9000) + "\""),
            Stream.of(198, 199, 200, 201, 202, 600, 990)
                .flatMap(n -> Stream.of(nested(n, '['), nested(n, '{'))),
            Stream.of(995, 996, 997, 998, 999, 1000, 1001).map(n -> nested(n, '[')))
        .flatMap(s -> s);
  }

  private static String many(int count, boolean twice) {
    var text = new StringBuilder("{");
    for (var i = count; i > 0; i--) {
      text.append("\"key number ").append(i).append("\":").append(i).append(',');
    }
    return text.append(twice ? "\"key number 7\":0}" : "\"last\":0}").toString();
  }

  private static String nested(int depth, char bracket) {
    return bracket == '['
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  @ParameterizedTest
  @MethodSource("values")
  void decodesAsTheTreeDoes(String value) throws IOException {
    for (var place : PLACES) {
      var document = place.replace("@", value).getBytes(UTF_8);
      differential.check(SCHEMA, open, document, place);
      differential.check(SCHEMA, strict, document, place);
    }
  }

  /** Bytes in Latin-1, to be put where a text stands. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00bf",
        "\u00c0\u0080",
        "\u00c1\u00bf",
        "\u00c2",
        "\u00c2\u0041",
        "\u00c3\u00a9",
        "\u00e0\u0080\u0080",
        "\u00e0\u009f\u00bf",
        "\u00e2\u0082",
        "\u00e2\u0082\u00ac",
        "\u00ed\u00a0\u0080",
        "\u00ed\u00b0\u0080",
        "\u00ef\u00bf\u00bf",
        "\u00ef\u00bb\u00bf",
        "\u00f0\u008f\u00bf\u00bf",
        "\u00f0\u009f\u0098\u0080",
        "\u00f0\u009f\u0098",
        "\u00f4\u008f\u00bf\u00bf",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00f8\u0088\u0080\u0080\u0080",
        "\u00fe",
        "\u00ff",
        "\t",
        "\n",
        "\u0000",
        "\u001f",
        "\u007f"
      })
  void readsTheUtf8ThatTheTreeReads(String bytes) throws IOException {
    for (var text :
        new String[] {bytes, "ab" + bytes + "cd", "1234567" + bytes, bytes + "12345678"}) {
      for (var place :
          new String[] {
            "{\"text\":\"@\"}",
            "{\"@\":1}",
            "{\"map\":{\"@\":\"@\"}}",
            "{\"text\":{\"@\":\"@\"}}",
            "{\"unknown\":\"@\"}",
            "{}@",
            "@{\"int\":1}"
          }) {
        var document = place.replace("@", text).getBytes(ISO_8859_1);
        differential.check(SCHEMA, open, document, place);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void readsTheEncodingsThatTheTreeReads(String charset) throws IOException {
    for (var document :
        new String[] {"{\"text\":\"é😀\",\"u\":[1]}", " {\"text\":1}", "{}", "", "["}) {
      for (var mark : new String[] {"", "\ufeff"}) {
        var bytes = (mark + document).getBytes(Charset.forName(charset));
        differential.check(SCHEMA, open, bytes, charset + mark.length());
        differential.check(SCHEMA, open, Arrays.copyOf(bytes, bytes.length * 2 / 3), charset);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"text\"",
        "[]",
        "{",
        "}",
        "{}",
        "{}{}",
        "{} x",
        "{}\"",
        "/**/{}",
        "{}//",
        "\u00a0{}",
        "{\"text\":\"a\"} \u0000",
        "{\"text\":1,\"text\":null}",
        "{\"Text\":1,\"text\":2}",
        "{\"text\":2,\"Text\":null}",
        "{\"lists\":[[1]],\"Lists\":[[2]]}",
        "{\"Lists\":[[1]],\"lists\":[[2]]}",
        "{\"Map\":{\"a\":1},\"map\":{\"b\":1}}",
        "{\"Metadata\":{}}",
        "{\"metadata\":{},\"metadata\":null}",
        "{\"additionalProperties\":1}"
      })
  void decodesWholeDocumentsAsTheTreeDoes(String document) throws IOException {
    differential.check(SCHEMA, open, document.getBytes(UTF_8), document);
    differential.check(SCHEMA, strict, document.getBytes(UTF_8), document);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void refusesMoreThanTheLimit(int more) throws IOException {
    var document = new byte[Gunzip.LIMIT + more];
    Arrays.fill(document, (byte) ' ');
    document[0] = '{';
    document[document.length - 1] = '}';
    for (var payload : new byte[][] {document, Broken.gzipped(document)}) {
      var result = new RowDecoder().decode(open, payload);
      assertThat(result instanceof DecodeResult.Row).isEqualTo(more <= 0);
      differential.check(SCHEMA, open, payload, "limit" + more);
    }
  }

  @Test
  void takesOnePassOverWhatIsUsual() throws IOException {
    var document =
        "{\"metadata\":{\"geo\":{}},\"Text\":{\"values\":{\"0\":1}},\"map\":{\"a\":null}}";
    differential.check(SCHEMA, open, document.getBytes(UTF_8), document);
    assertThat(differential.inOnePass).isOne();
  }
}
