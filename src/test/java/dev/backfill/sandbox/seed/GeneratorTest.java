package dev.backfill.sandbox.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.backfill.decode.DecodeResult;
import dev.backfill.decode.RowDecoder;
import dev.backfill.decode.RowPlan;
import dev.backfill.plan.DocumentType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class GeneratorTest {
  private static final LocalDate DAY = LocalDate.of(2020, 4, 14);
  private static final DocumentType MAIN = DocumentType.parse("telemetry/main/4");
  private static final DocumentType CORE = DocumentType.parse("telemetry/core/10");

  @Test
  void makesTheSameAgain() {
    var first = documents(new Generator(7, 0.1), MAIN, 50);
    var second = documents(new Generator(7, 0.1), MAIN, 50);
    assertThat(first).usingRecursiveComparison().isEqualTo(second);
    assertThat(documents(new Generator(8, 0.1), MAIN, 50).get(0).attribute("document_id"))
        .isNotEqualTo(first.get(0).attribute("document_id"));
  }

  @Test
  void staysWithinTheDay() {
    assertThat(documents(new Generator(1, 1), CORE, 2000))
        .hasSize(4000)
        .allMatch(d -> d.submitted().atZone(ZoneOffset.UTC).toLocalDate().equals(DAY));
  }

  @Test
  void repeatsSomeWithTheSameTimeAndAnotherPayload() {
    var byId =
        documents(new Generator(1, 1), CORE, 200).stream()
            .collect(Collectors.groupingBy(d -> d.attribute("document_id")));
    assertThat(byId.values())
        .allMatch(copies -> copies.size() == 2)
        .anyMatch(
            c ->
                c.get(0).submitted().equals(c.get(1).submitted())
                    && !Arrays.equals(c.get(0).payload(), c.get(1).payload()))
        .anyMatch(c -> !c.get(0).submitted().equals(c.get(1).submitted()));
  }

  @Test
  void makesRowsOfAllButTheBroken() throws IOException {
    for (var type : Generator.TYPES.entrySet()) {
      var plan = RowPlan.compile(type.getValue(), false);
      var decoder = new RowDecoder();
      var failures = 0;
      for (var document : documents(new Generator(3, 0), type.getKey(), 500)) {
        var result = decoder.decode(plan, document.payload());
        if (result instanceof DecodeResult.Row row) {
          var tree = JsonMapper.builder().build().readTree(row.json());
          assertThat(tree.path("document_id").asText())
              .isEqualTo(document.attribute("document_id"));
        } else {
          failures++;
        }
      }
      assertThat(failures).as(type.getKey().toString()).isEqualTo(1);
    }
  }

  @Test
  void makesPingsOfTheSizesOfRealOnes() throws IOException {
    for (var document : documents(new Generator(3, 0), MAIN, 100)) {
      var json = new GZIPInputStream(new ByteArrayInputStream(document.payload())).readAllBytes();
      assertThat(json.length).isBetween(1_000, 90_000);
    }
  }

  @Test
  void refusesRatioThatIsNone() {
    assertThatThrownBy(() -> new Generator(1, Double.NaN)).hasMessageContaining("between 0 and 1");
  }

  private static List<Document> documents(Generator generator, DocumentType type, int count) {
    var documents = new ArrayList<Document>();
    generator.documents(type, DAY, count, documents::add);
    return documents;
  }
}
