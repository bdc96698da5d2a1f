package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.Conformance;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real documents through every stage: what stands in production afterwards. The first type of each
 * namespace, and main; with {@code -Dpings=all} all 31 types.
 */
@Tag("job")
class RealPingsTest {
  private static final String PROD = "/bigquery/v2/projects/moz-fx-data-shared-prod/datasets/";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void putsTheExpectedRowsIntoTheStableTables() throws Exception {
    var pings = sample(Conformance.file("pings/pings-2020.ndjson"));
    var archive = Conformance.file("schemas/202004150152_0d9902a.tar.gz");
    var expected = Files.readAllLines(Conformance.file("pings/rows-2020.ndjson"));
    var out = new ByteArrayOutputStream();
    assertThat(rehearse(out, pings, archive)).as(out.toString()).isZero();
    try (var sandbox = Sandbox.start(folder, 0)) {
      var wanted = new HashMap<String, JsonNode>();
      for (var line : expected) {
        var want = JSON.readTree(line);
        wanted.put(want.path("document_id").asText(), want.get("row"));
      }
      var types = types(Files.readAllLines(pings));
      assertThat(types).hasSizeGreaterThanOrEqualTo(9);
      var before = wanted.size();
      for (var type : types) {
        compare(sandbox, type, wanted);
      }
      assertThat(before - wanted.size()).isEqualTo(Files.readAllLines(pings).size());
    }
  }

  private int rehearse(ByteArrayOutputStream out, Path pings, Path archive) {
    var streams = new Streams(InputStream.nullInputStream(), Streams.utf8(out), Streams.utf8(out));
    return Main.commandLine(streams)
        .execute(
            "rehearse",
            "--dir=" + folder,
            "--pings=" + pings,
            "--schemas=" + archive,
            "--until=verify",
            "--keep");
  }

  private Path sample(Path pings) throws Exception {
    if (System.getProperty("pings", "").equals("all")) {
      return pings;
    }
    var lines = Files.readAllLines(pings);
    var taken = new TreeMap<String, DocumentType>();
    types(lines).forEach(type -> taken.putIfAbsent(type.namespace(), type));
    taken.put("main", DocumentType.parse("telemetry/main/4"));
    var sampled = new ArrayList<String>();
    for (var line : lines) {
      if (taken.containsValue(type(line))) {
        sampled.add(line);
      }
    }
    return Files.write(folder.resolve("sample.ndjson"), sampled);
  }

  private static Set<DocumentType> types(List<String> pings) throws Exception {
    var types = new TreeSet<DocumentType>();
    for (var line : pings) {
      types.add(type(line));
    }
    return types;
  }

  private static DocumentType type(String line) throws Exception {
    var attributes = JSON.readTree(line).get("attributeMap");
    return new DocumentType(
        attributes.get("document_namespace").asText(),
        attributes.get("document_type").asText(),
        attributes.get("document_version").asText());
  }

  /** Takes each row of a stable table from those that are wanted. */
  private static void compare(Sandbox sandbox, DocumentType type, Map<String, JsonNode> wanted)
      throws Exception {
    var table = PROD + type.stableDataset() + "/tables/" + type.table();
    var fields = get(sandbox, table).at("/schema/fields");
    for (var row : get(sandbox, table + "/data?formatOptions.useInt64Timestamp=true").get("rows")) {
      var plain = record(fields, row);
      var id = plain.path("document_id").asText();
      var want = loaded(fields, wanted.remove(id));
      assertThat(properties(plain)).as(id).isEqualTo(properties(want));
      plain.remove("additional_properties");
      want.remove("additional_properties");
      assertThat(plain).as(id).isEqualTo(want);
    }
  }

  private static JsonNode properties(JsonNode row) throws Exception {
    return JSON.readTree(row.path("additional_properties").asText());
  }

  /** A row as its table keeps it: without what has no column, and what is absent. */
  private static ObjectNode loaded(JsonNode fields, JsonNode row) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var field : fields) {
      var name = field.get("name").asText();
      var value = row.path(name);
      if (field.path("mode").asText().equals("REPEATED")) {
        var array = JsonNodeFactory.instance.arrayNode();
        value.forEach(element -> array.add(loadedSingle(field, element)));
        if (!array.isEmpty()) {
          object.set(name, array);
        }
      } else if (!value.isMissingNode() && !value.isNull()) {
        object.set(name, loadedSingle(field, value));
      }
    }
    return object;
  }

  private static JsonNode loadedSingle(JsonNode field, JsonNode value) {
    return field.get("type").asText().equals("RECORD")
        ? loaded(field.get("fields"), value)
        : single(field, value);
  }

  /** The service's {@code f} and {@code v} form as a plain object, without what is absent. */
  private static ObjectNode record(JsonNode fields, JsonNode row) {
    var object = JsonNodeFactory.instance.objectNode();
    for (var i = 0; i < fields.size(); i++) {
      var field = fields.get(i);
      var value = row.get("f").get(i).get("v");
      if (field.path("mode").asText().equals("REPEATED")) {
        var array = JsonNodeFactory.instance.arrayNode();
        value.forEach(element -> array.add(single(field, element.get("v"))));
        if (!array.isEmpty()) {
          object.set(field.get("name").asText(), array);
        }
      } else if (!value.isNull()) {
        object.set(field.get("name").asText(), single(field, value));
      }
    }
    return object;
  }

  private static JsonNode single(JsonNode field, JsonNode value) {
    var nodes = JsonNodeFactory.instance;
    var text = value.asText();
    return switch (field.get("type").asText()) {
      case "RECORD" -> record(field.get("fields"), value);
      case "INTEGER", "INT64" -> nodes.numberNode(Long.parseLong(text));
      case "FLOAT", "FLOAT64" -> nodes.numberNode(Double.parseDouble(text));
      case "BOOLEAN", "BOOL" -> nodes.booleanNode(Boolean.parseBoolean(text));
      case "TIMESTAMP" -> nodes.textNode(time(text).toString());
      default -> nodes.textNode(text);
    };
  }

  private static Instant time(String text) {
    return text.contains("T")
        ? Instant.parse(text)
        : Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS);
  }

  private static JsonNode get(Sandbox sandbox, String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path)).build();
    return JSON.readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}
