package dev.backfill.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sample pings of the conformance data, by document type. */
final class RealPings {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> ARCHIVES =
      Map.of("2020", Inputs.OLD, "2026", Inputs.NEW);

  private static final Map<String, RealPings> TYPES = read();

  final String archive;
  final List<byte[]> documents = new ArrayList<>();

  private RealPings(String archive) {
    this.archive = archive;
  }

  /** The document types, {@code namespace/type/version}. */
  static List<String> types() {
    return List.copyOf(TYPES.keySet());
  }

  static RealPings of(String type) {
    return TYPES.get(type);
  }

  private static Map<String, RealPings> read() {
    var types = new TreeMap<String, RealPings>();
    try {
      for (var year : new TreeMap<>(ARCHIVES).entrySet()) {
        var file = Inputs.FOLDER.resolve("pings/pings-" + year.getKey() + ".ndjson");
        for (var line : Files.readAllLines(file)) {
          var ping = JSON.readTree(line);
          types
              .computeIfAbsent(type(ping.get("attributeMap")), t -> new RealPings(year.getValue()))
              .documents
              .add(Gunzip.inflate(ping.get("payload").binaryValue()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Undecodable e) {
      throw new IllegalStateException(e);
    }
    return types;
  }

  private static String type(JsonNode attributes) {
    return String.join(
        "/",
        attributes.get("document_namespace").asText(),
        attributes.get("document_type").asText(),
        attributes.get("document_version").asText());
  }
}
