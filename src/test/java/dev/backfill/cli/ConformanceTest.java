package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.Conformance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands against rows that Mozilla's own sink made. */
class ConformanceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"2020, 202004150152_0d9902a", "2026, 202607020211_19c97f5"})
  void decodesRealPings(String year, String archive) throws IOException {
    var pings = Conformance.file("pings/pings-" + year + ".ndjson");
    var errors = folder.resolve("errors");
    var out =
        run(
            "",
            "decode",
            "--schemas",
            Conformance.file("schemas/" + archive + ".tar.gz").toString(),
            "--input",
            pings.toString(),
            "--errors",
            errors.toString());
    var rows = new LinkedHashMap<String, JsonNode>();
    for (var line : out) {
      rows.put(line.get("document_id").asText(), line.get("row"));
    }
    var failed = Files.readAllLines(errors);
    assertThat(out.size() + failed.size()).isEqualTo(Files.readAllLines(pings).size());
    for (var line : Conformance.read(Conformance.file("pings/rows-" + year + ".ndjson"))) {
      var id = line.get("document_id").asText();
      if (line.has("error")) {
        assertThat(failed).anyMatch(error -> error.contains(id));
      } else {
        assertThat(Conformance.opened(rows.get(id)))
            .as(id)
            .isEqualTo(Conformance.opened(line.get("row")));
      }
    }
  }

  @Test
  void decodesPayloadFormat() throws IOException {
    var archive = payloadFormatArchive();
    var input = Conformance.file("payload-format/payload-format-input.ndjson");
    var out =
        run(
            "",
            "decode",
            "--schemas",
            archive.toString(),
            "--strict",
            "namespace_0/foo",
            "--input",
            input.toString(),
            "--errors",
            folder.resolve("errors").toString());
    var inputs = Conformance.read(input);
    var expected =
        Conformance.read(Conformance.file("payload-format/payload-format-expected.ndjson"));
    var at = 0;
    for (var i = 0; i < inputs.size(); i++) {
      var type = inputs.get(i).at("/attributeMap/document_namespace").asText();
      if (type.equals("namespace_0")) {
        assertThat(Conformance.opened(out.get(at++).get("row")))
            .as("line " + i)
            .isEqualTo(expected.get(i));
      }
    }
    assertThat(at).isEqualTo(out.size()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"quirks.ndjson", "quirks-2.ndjson"})
  void transformsQuirks(String name) throws IOException {
    var file = Conformance.file(name);
    var out = run(Files.readString(file), "transform");
    var cases = Conformance.read(file);
    assertThat(out).hasSameSizeAs(cases);
    for (var i = 0; i < cases.size(); i++) {
      check("case " + i, cases.get(i), out.get(i));
    }
  }

  private static void check(String name, JsonNode quirk, JsonNode answer) throws IOException {
    var fits = quirk.path("fits");
    if (quirk.has("throws") || fits.isBoolean() && !fits.booleanValue()) {
      assertThat(answer.has("error")).as(name).isTrue();
    } else if (!fits.isNull() || answer.has("row")) {
      assertThat(answer.get("row")).as(name).isEqualTo(JSON.readTree(quirk.get("row").asText()));
      var additional = quirk.path("additional_properties");
      assertThat(answer.get("additional_properties"))
          .as(name)
          .isEqualTo(
              additional.isMissingNode() || additional.isNull()
                  ? JsonNodeFactory.instance.nullNode()
                  : JSON.readTree(additional.asText()));
    }
  }

  private Path payloadFormatArchive() throws IOException {
    var archive = folder.resolve("schemas.tar.gz");
    try (var tar =
        new TarArchiveOutputStream(
            new java.util.zip.GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (var type : List.of("foo", "bar")) {
        var schema = Files.readAllBytes(Conformance.file("payload-format/" + type + ".1.bq"));
        var entry = new TarArchiveEntry("x/schemas/namespace_0/" + type + "/" + type + ".1.bq");
        entry.setSize(schema.length);
        tar.putArchiveEntry(entry);
        tar.write(schema);
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  private static List<JsonNode> run(String stdin, String... args) throws IOException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var streams =
        new Streams(
            new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
            Streams.utf8(out),
            Streams.utf8(err));
    var code = Main.commandLine(streams).execute(args);
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return Conformance.lines(out.toString(StandardCharsets.UTF_8));
  }
}
