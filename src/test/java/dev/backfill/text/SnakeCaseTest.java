package dev.backfill.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnakeCaseTest {
  @ParameterizedTest
  @CsvSource({
    "untrustedModules, untrusted_modules",
    "org-mozilla-firefox, org_mozilla_firefox",
    "HTTPServer, http_server",
    "a.b_c, a_b_c",
    "--edge--, edge",
    "A1B, a1b",
    "a1B, a1_b",
    "größe, gr_e"
  })
  void separatesWords(String name, String expected) {
    assertThat(SnakeCase.of(name)).isEqualTo(expected);
  }

  @Test
  void prefixesColumnsThatBeginWithDigit() {
    assertThat(SnakeCase.column("1stRun")).isEqualTo("_1st_run");
    assertThat(SnakeCase.column("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alphanum_3.csv", "word_4.csv"})
  void agreesWithTheGeneratorOfSchemas(String file) throws IOException {
    var lines = Files.readAllLines(Conformance.file("casing/" + file));
    assertThat(lines)
        .isNotEmpty()
        .allSatisfy(
            line -> {
              var pair = line.split(",", -1);
              assertThat(SnakeCase.of(pair[0])).as(pair[0]).isEqualTo(pair[1]);
            });
  }
}
