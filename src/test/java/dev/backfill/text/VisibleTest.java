package dev.backfill.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTest {
  @Test
  void leavesWhatOnlyStandsThere() {
    var plain = "Größe 日本語 😀: 3 rows\n\tat dev.backfill.X(X.java:1) \u00a0 \\u001b";
    assertThat(Visible.text(plain)).isSameAs(plain);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 7, 8, 13, 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x61c, 0x200b, 0x200e, 0x2028, 0x202e
      })
  void showsWhatActs(int code) {
    var text = Visible.text("a" + (char) code + "b");
    assertThat(text).isEqualTo("a%sb".formatted(String.format("\\u%04x", code)));
    assertThat(Visible.line("a" + (char) code + "b"))
        .hasLineCount(1)
        .doesNotContain("" + (char) code);
  }

  @Test
  void showsHalvesOfPairsAndTags() {
    assertThat(Visible.text("\ud83d x \ude00")).isEqualTo("\\ud83d x \\ude00");
    assertThat(Visible.text(new String(Character.toChars(0xe0041)))).isEqualTo("\\udb40\\udc41");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(Visible.text("\ud83d"))).isTrue();
  }

  @Test
  void makesOneLineOfMany() {
    assertThat(Visible.line(" Failed:\r\n  \tat x\n\nfinalize done\u2028y "))
        .isEqualTo("Failed: ↵ at x ↵ finalize done ↵ y");
  }

  @Test
  void keepsWhatJsonSays() throws Exception {
    var mapper = JsonMapper.builder().build();
    var node = mapper.createObjectNode().put("a", "x\u202ey\u009b\u001b\n\ud83d");
    var safe = Visible.json(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node));
    assertThat(safe).isASCII();
    assertThat(mapper.readTree(safe)).isEqualTo(node);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "=1+1#'=1+1",
        "+x#'+x",
        "-cmd|' /C calc'!A0#'-cmd|' /C calc'!A0",
        "@SUM(A1)#'@SUM(A1)",
        "＝1+1#'＝1+1",
        "-12#-12",
        "1.0316#1.0316",
        "-1.5E-7#-1.5E-7",
        "a=b#a=b"
      })
  void keepsFormulasOutOfCsv(String text, String field) {
    assertThat(Csv.field(text)).isEqualTo(field);
  }

  @Test
  void keepsFormulasOutOfCsvBehindBlanksToo() {
    assertThat(Csv.field("\t=1+1")).isEqualTo("'=1+1");
    assertThat(Csv.field("\r=1,2")).isEqualTo("\"'=1,2\"");
    assertThat(Csv.field("say \"x\"")).isEqualTo("\"say \"\"x\"\"\"");
  }
}
