package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.Schema;
import dev.backfill.plan.DocumentType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes documents, the same for the same seed, type and day: most are whole, a share is there
 * twice, and a few are broken in the ways that real ones are.
 */
public final class Generator {
  /** Types of small pings that all have one shape: a run of many cells needs many types. */
  private static final List<String> SMALL =
      List.of(
          "bhr",
          "crash",
          "first-shutdown",
          "health",
          "heartbeat",
          "modules",
          "new-profile",
          "untrusted-modules",
          "update");

  /** The document types it can make, with the schemas of their tables. */
  public static final Map<DocumentType, Schema> TYPES = types();

  // One in so many documents is broken, so that a small rehearsal has some.
  private static final int BROKEN_EACH = 500;
  private static final int MILLIS_A_DAY = 86_400_000;
  private static final int TOO_LARGE = 10_000_001;

  private final long seed;
  private final double duplicates;

  /**
   * Makes a generator.
   *
   * @param duplicates the share of documents that come a second time, 0 to 1
   */
  public Generator(long seed, double duplicates) {
    if (!(duplicates >= 0 && duplicates <= 1)) {
      throw new IllegalArgumentException("The share of duplicates is between 0 and 1.");
    }
    this.seed = seed;
    this.duplicates = duplicates;
  }

  private static Map<DocumentType, Schema> types() {
    var types = new TreeMap<DocumentType, Schema>();
    types.put(new DocumentType("telemetry", "main", "4"), TableSchemas.main());
    types.put(new DocumentType("telemetry", "core", "10"), TableSchemas.core());
    types.put(new DocumentType("telemetry", "event", "4"), TableSchemas.event());
    for (var small : SMALL) {
      types.put(new DocumentType("telemetry", small, "4"), TableSchemas.small());
    }
    return Collections.unmodifiableMap(types);
  }

  /** How a document is broken. */
  enum Flaw {
    TRUNCATED_GZIP,
    NOT_JSON,
    WRONG_TYPE,
    LONE_SURROGATE,
    TOO_LARGE
  }

  /** Gives every document of a day, duplicates behind their originals. */
  public void documents(DocumentType type, LocalDate day, int count, Consumer<Document> sink) {
    var random = new Random(seed ^ (31L * type.hashCode() + day.toEpochDay()));
    var pings = new Pings(random);
    for (var i = 0; i < count; i++) {
      var document = document(type, day, i, random, pings);
      sink.accept(document);
      if (random.nextDouble() < duplicates) {
        sink.accept(duplicate(document, random, pings));
      }
    }
  }

  private Document document(
      DocumentType type, LocalDate day, int index, Random random, Pings pings) {
    var id = new UUID(random.nextLong(), random.nextLong()).toString();
    var client = new UUID(random.nextLong(), random.nextLong()).toString();
    var submitted =
        day.atStartOfDay(ZoneOffset.UTC)
            .toInstant()
            .plusMillis(random.nextInt(MILLIS_A_DAY))
            .plusNanos(1000L * random.nextInt(1000));
    var draft = new Document(type, submitted, attributes(id, client, random), new byte[0]);
    var json = json(draft, pings);
    var broken = index % BROKEN_EACH == BROKEN_EACH - 1;
    var payload =
        broken
            ? broken(Flaw.values()[index / BROKEN_EACH % Flaw.values().length], json)
            : gzip(json.toString());
    return draft.with(submitted, payload);
  }

  private static Map<String, String> attributes(String id, String client, Random random) {
    return Map.of(
        "document_id",
        id,
        "client_id",
        client,
        "normalized_app_name",
        "Firefox",
        "normalized_channel",
        Pings.channel(random),
        "normalized_country_code",
        "US",
        "normalized_os",
        "Windows",
        "normalized_os_version",
        "10.0",
        "sample_id",
        Integer.toString(random.nextInt(100)));
  }

  /** Half of the duplicates have the same time and another payload, half come later. */
  private Document duplicate(Document document, Random random, Pings pings) {
    if (random.nextBoolean()) {
      return document.with(document.submitted(), gzip(json(document, pings).toString()));
    }
    var end = document.submitted().atZone(ZoneOffset.UTC).toLocalDate().plusDays(1);
    var later = document.submitted().plusSeconds(random.nextInt(600));
    var last = end.atStartOfDay(ZoneOffset.UTC).toInstant().minusNanos(1000);
    return document.with(later.isBefore(last) ? later : last, document.payload());
  }

  /** The decoded form: what the pipeline adds, then the ping's own fields. */
  private static ObjectNode json(Document document, Pings pings) {
    var body = pings.body(document.type().type());
    var json = body.objectNode();
    var metadata = json.putObject("metadata");
    metadata
        .put("document_namespace", document.type().namespace())
        .put("document_type", document.type().type())
        .put("document_version", document.type().version());
    metadata.putObject("geo").put("country", "US").put("city", "Portland");
    metadata.putObject("user_agent").put("browser", "Firefox").put("os", "Windows");
    json.put("submission_timestamp", document.submitted().toString());
    new TreeMap<>(document.attributes()).forEach(json::put);
    json.put("sample_id", Integer.parseInt(document.attribute("sample_id")));
    return json.setAll(body);
  }

  private static byte[] broken(Flaw flaw, ObjectNode json) {
    var text = json.toString();
    return switch (flaw) {
      case TRUNCATED_GZIP -> {
        var whole = gzip(text);
        yield Arrays.copyOf(whole, whole.length / 2);
      }
      case NOT_JSON -> gzip(text.substring(0, text.length() / 2));
      case WRONG_TYPE -> gzip(json.put("environment", "no record").put("searches", 1).toString());
      case LONE_SURROGATE -> gzip(text.substring(0, text.length() - 1) + ",\"lone\":\"\\ud800\"}");
      case TOO_LARGE -> gzip(json.put("filler", "x".repeat(TOO_LARGE)).toString());
    };
  }

  static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new Fast(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail to take bytes.", e);
    }
    return bytes.toByteArray();
  }

  /** A fifth larger than the default level's, in a third of its time. */
  private static final class Fast extends GZIPOutputStream {
    Fast(ByteArrayOutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
