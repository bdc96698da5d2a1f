package dev.backfill.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** What the benchmarks decode: payloads with their plans, by name. */
final class Inputs {
  private static final Path FOLDER =
      Path.of(System.getProperty("conformance.dir", "../shared/conformance"));
  static final String OLD = "202004150152_0d9902a";
  static final String NEW = "202607020211_19c97f5";

  private static final Map<String, SchemaArchive> ARCHIVES = new ConcurrentHashMap<>();

  private Inputs() {}

  static SchemaArchive archive(String name) {
    return ARCHIVES.computeIfAbsent(
        name, n -> SchemaArchive.open(FOLDER.resolve("schemas/" + n + ".tar.gz")));
  }

  static Schema main() {
    return archive(OLD).schema("telemetry", "main", "4").orElseThrow();
  }

  /** The schema that an input is decoded with. */
  static Schema schema(String input) {
    return switch (input) {
      case "main", "main real" -> main();
      case "baseline" -> archive(NEW).schema("firefox-desktop", "baseline", "1").orElseThrow();
      case "metrics" -> archive(NEW).schema("firefox-desktop", "metrics", "1").orElseThrow();
      default -> throw new IllegalArgumentException(input);
    };
  }

  /** The gzipped payload of an input. */
  static byte[] payload(String input) {
    return switch (input) {
      case "main" -> gzipped(MadePing.of(schema(input), 59_000));
      case "baseline" -> gzipped(MadePing.of(schema(input), 1_500));
      case "metrics" -> gzipped(MadePing.of(schema(input), 25_000));
      case "main real" -> real();
      default -> throw new IllegalArgumentException(input);
    };
  }

  /** The first large one of the sample pings of 2020: 78 KB inflated. */
  private static byte[] real() {
    try (var lines = Files.lines(FOLDER.resolve("pings/pings-2020.ndjson"))) {
      return lines
          .filter(line -> line.contains("\"document_type\":\"main\"") || line.contains("\"main\""))
          .map(line -> line.replaceAll(".*\"payload\": ?\"([^\"]*)\".*", "$1"))
          .map(Base64.getDecoder()::decode)
          .filter(payload -> payload.length > 10_000)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzipped(byte[] json) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
