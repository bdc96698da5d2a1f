package dev.backfill.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** What the benchmarks decode: payloads with their plans, by name. */
final class Inputs {
  static final Path FOLDER =
      Path.of(System.getProperty("conformance.dir", "../shared/conformance"));
  static final String OLD = "202004150152_0d9902a";
  static final String NEW = "202607020211_19c97f5";

  /** So many payloads take turns. */
  private static final int COUNT = 60;

  private static final int LARGE = 50_000;

  private static final Map<String, SchemaArchive> ARCHIVES = new ConcurrentHashMap<>();

  private Inputs() {}

  static SchemaArchive archive(String name) {
    return ARCHIVES.computeIfAbsent(name, n -> SchemaArchive.open(path(n)));
  }

  static Path path(String archive) {
    return FOLDER.resolve("schemas/" + archive + ".tar.gz");
  }

  static Schema main() {
    return archive(OLD).schema("telemetry", "main", "4").orElseThrow();
  }

  /** What is made up, and what is not but for its digits: the large ones of a real main ping. */
  static List<String> names() {
    return List.of("main", "main real", "baseline", "metrics");
  }

  /** The document type of an input, whose name may be the type. */
  static String type(String input) {
    return switch (input) {
      case "main", "main real" -> "telemetry/main/4";
      case "baseline", "metrics" -> "firefox-desktop/" + input + "/1";
      default -> input;
    };
  }

  /** The schema that an input is decoded with. */
  static Schema schema(String input) {
    var type = type(input).split("/");
    return archive(archiveOf(input)).schema(type[0], type[1], type[2]).orElseThrow();
  }

  static String archiveOf(String input) {
    return switch (input) {
      case "main", "main real" -> OLD;
      case "baseline", "metrics" -> NEW;
      default -> RealPings.of(input).archive;
    };
  }

  /** The gzipped payloads of an input, which take turns. */
  static List<byte[]> payloads(String input) {
    var documents =
        switch (input) {
          case "main" -> MadePing.of(schema(input), 59_000, COUNT);
          case "baseline" -> MadePing.of(schema(input), 1_500, COUNT);
          case "metrics" -> MadePing.of(schema(input), 25_000, COUNT);
          case "main real" -> Varied.of(largeMain(), COUNT);
          default -> Varied.of(RealPings.of(input).documents, COUNT);
        };
    return documents.stream().map(Inputs::gzipped).toList();
  }

  private static List<byte[]> largeMain() {
    return RealPings.of("telemetry/main/4").documents.stream()
        .filter(document -> document.length > LARGE)
        .toList();
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
