package dev.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The conformance data; tests that need it are skipped without it. */
public final class Conformance {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Conformance() {}

  /** A file of the conformance folder. */
  public static Path file(String name) {
    var folder = Path.of(System.getProperty("conformance.dir", "../shared/conformance"));
    var file = folder.resolve(name);
    Assumptions.assumeTrue(
        Files.exists(file), () -> "no conformance data at " + file.toAbsolutePath());
    return file;
  }

  /** What the lines of a file hold, as {@link #lines}. */
  public static List<JsonNode> read(Path file) throws IOException {
    return lines(Files.readString(file));
  }

  /** What the lines of a text hold, each a JSON value; empty ones are passed over. */
  public static List<JsonNode> lines(String text) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : text.split("\n")) {
      if (!line.isEmpty()) {
        nodes.add(JSON.readTree(line));
      }
    }
    return nodes;
  }

  /** The row with its additional properties read, when they are a text. */
  public static JsonNode opened(JsonNode row) throws IOException {
    ObjectNode copy = row.deepCopy();
    var additional = copy.path("additional_properties");
    if (additional.isTextual()) {
      copy.set("additional_properties", JSON.readTree(additional.asText()));
    }
    return copy;
  }
}
