package dev.backfill.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.Conformance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents made from real schemas, whole and broken, against a plain tree. */
@Tag("process")
class SchemaFuzzTest {
  private static final int RECORDS = Integer.getInteger("fuzz.records", 20_000);

  @ParameterizedTest
  @ValueSource(strings = {"202004150152_0d9902a", "202607020211_19c97f5"})
  void decodesAsTheTreeDoes(String name) throws IOException {
    var archive = SchemaArchive.open(Conformance.file("schemas/" + name + ".tar.gz"));
    var random = new Random(20200414);
    var paths = new ArrayList<>(archive.paths());
    var differential = new Differential();
    var broken = new Broken(random);
    for (var i = 0; i < RECORDS / 400; i++) {
      var schema = schema(archive, paths.get(random.nextInt(paths.size())));
      var plan = RowPlan.compile(schema, i % 8 == 0);
      var payloads = new RandomPayloads(i, List.of(0, 3, 30).get(i % 3), 6);
      for (var j = 0; j < 200; j++) {
        var document = payloads.document(schema).getBytes(UTF_8);
        var payload = j % 4 == 0 ? broken.of(document) : document;
        differential.check(schema, plan, payload, "schema " + i + ", document " + j);
      }
    }
    assertThat(differential.inOnePass).isGreaterThan(differential.rows / 2);
    assertThat(differential.failures).isPositive();
  }

  private static Schema schema(SchemaArchive archive, String path) {
    var parts = path.split("/");
    var file = parts[3];
    var dot = file.indexOf('.');
    return archive.schema(parts[1], parts[2], file.substring(dot + 1, file.length() - 3)).get();
  }
}
