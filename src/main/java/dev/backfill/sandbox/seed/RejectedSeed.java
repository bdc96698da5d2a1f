package dev.backfill.sandbox.seed;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.decode.RowPlan;
import dev.backfill.plan.DocumentType;
import dev.backfill.sandbox.bigquery.BigQueryService;
import dev.backfill.sandbox.bigquery.Times;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Fills a sandbox's production project as a schema leaves it that rejected good documents: six of
 * ten documents are in stable, four in payload_bytes_error, for three causes. Of twenty documents
 * of a day, counted from 0:
 *
 * <ul>
 *   <li>6, 7, 16, 17 and 18 were rejected for {@link #NAMED}, which was mended since; of these, 7
 *       was accepted at another try, and is in stable too;
 *   <li>8 was rejected for it, and is broken in another way besides;
 *   <li>9 and 19 were rejected for {@link #OTHER}.
 * </ul>
 *
 * <p>One in fifty documents of the first day, the seventh, was sent and rejected again on each
 * later day.
 */
public final class RejectedSeed {
  /** How the message of the cause begins that a plan names; the length that was sent follows. */
  public static final String NAMED =
      "#/environment/settings/locale: expected maxLength: 100, actual: ";

  /** The message of another cause. */
  public static final String OTHER = "#: extraneous key [leftover] is not permitted";

  private static final List<String> ERROR_COLUMNS = DecodedRow.names(TableSchemas.errors());
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int OF = 20;
  private static final int AGAIN_OF = 50;
  private static final int AGAIN = 6;

  private final Seed seed;

  /**
   * Makes a seeder.
   *
   * @param project the production project
   */
  public RejectedSeed(BigQueryService service, String project) {
    this.seed = new Seed(service, project, Seeding.REJECTED);
  }

  /** What became of a document. */
  private enum Fate {
    ACCEPTED,
    NAMED,
    NAMED_AND_ACCEPTED,
    NAMED_AND_BROKEN,
    OTHER;

    static Fate of(int number) {
      return switch (number % OF) {
        case 6, 16, 17, 18 -> NAMED;
        case 7 -> NAMED_AND_ACCEPTED;
        case 8 -> NAMED_AND_BROKEN;
        case 9, 19 -> OTHER;
        default -> ACCEPTED;
      };
    }

    boolean isInStable() {
      return this == ACCEPTED || this == NAMED_AND_ACCEPTED;
    }
  }

  /** Makes the tables of every type that occurs, and fills the days. */
  public void fill(Documents documents, SeedArchive archive) throws IOException {
    for (var type : documents.types()) {
      var schema = archive.schema(type);
      seed.tables(type, schema);
      var plan = RowPlan.compile(schema, false);
      var first = documents.days().get(0);
      var again = new ArrayList<Document>();
      for (var day : documents.days()) {
        day(type, day, plan, documents, day.equals(first) ? again::add : one -> {});
        if (!day.equals(first)) {
          try (var rejected = errors(type)) {
            again.forEach(one -> rejected.add(row(moved(one, day), NAMED + 180)));
            rejected.end();
          }
        }
      }
    }
  }

  private Seed.Feed errors(DocumentType type) {
    return seed.feed("payload_bytes_error", type.family());
  }

  private void day(
      DocumentType type, LocalDate day, RowPlan plan, Documents documents, Consumer<Document> again)
      throws IOException {
    var rows = seed.rows(type);
    var seen = new HashMap<String, Integer>();
    try (var stable = seed.feed(type.stableDataset(), type.table());
        var rejected = errors(type)) {
      documents.each(
          type,
          day,
          document -> {
            var id = document.attribute("document_id");
            var isFirst = !seen.containsKey(id);
            var number = seen.computeIfAbsent(id, key -> seen.size());
            var fate = Fate.of(number);
            if (isFirst && fate.isInStable()) {
              rows.of(plan, document).ifPresent(stable::add);
            }
            rejected(document, fate, number).ifPresent(rejected::add);
            if (isFirst && number % AGAIN_OF == AGAIN) {
              again.accept(document);
            }
          });
      stable.end();
      rejected.end();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Optional<Object[]> rejected(Document document, Fate fate, int number) {
    var named = NAMED + (101 + number % 60);
    return switch (fate) {
      case ACCEPTED -> Optional.empty();
      case NAMED, NAMED_AND_ACCEPTED -> Optional.of(row(document, named));
      case NAMED_AND_BROKEN -> Optional.of(row(broken(document), named));
      case OTHER -> Optional.of(row(document, OTHER));
    };
  }

  /** A payload that the table's structure does not take either. */
  private static Document broken(Document document) {
    return edited(document, json -> json.put("environment", "no record").put("searches", 1));
  }

  /** The same document, sent again at the same time of another day. */
  private static Document moved(Document document, LocalDate day) {
    var time = document.submitted().atZone(ZoneOffset.UTC).toLocalTime();
    var at = day.atTime(time).toInstant(ZoneOffset.UTC);
    var edited = edited(document, json -> json.put("submission_timestamp", at.toString()));
    return edited.with(at, edited.payload());
  }

  private static Document edited(Document document, Consumer<ObjectNode> edit) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(document.payload()))) {
      var json = (ObjectNode) JSON.readTree(in);
      edit.accept(json);
      return document.with(document.submitted(), Generator.gzip(json.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("A payload that is whole cannot be read.", e);
    }
  }

  private static Object[] row(Document document, String message) {
    var type = document.type();
    return DecodedRow.values(
        ERROR_COLUMNS,
        Map.of(
            "client_id",
            document.attribute("client_id"),
            "document_namespace",
            type.namespace(),
            "document_type",
            type.type(),
            "document_version",
            type.version(),
            "error_message",
            message,
            "error_type",
            "ParsePayload",
            "exception_class",
            "org.everit.json.schema.ValidationException",
            "job_name",
            "decoder"),
        Map.of(
            "payload", document.payload(),
            "submission_timestamp", Times.micros(document.submitted())));
  }
}
