package dev.backfill.sandbox.seed;

import dev.backfill.decode.RecordLine;
import dev.backfill.plan.DocumentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Documents of a file of records, a line each, whose attributes say type and time. */
public final class RealDocuments implements Documents {
  private final Map<DocumentType, List<Document>> documents;

  private RealDocuments(Map<DocumentType, List<Document>> documents) {
    this.documents = documents;
  }

  /**
   * Reads a file.
   *
   * @throws IOException naming the first line that is no record, or when there is none
   */
  public static RealDocuments read(Path file) throws IOException {
    var documents = new TreeMap<DocumentType, List<Document>>();
    var number = 0;
    for (var line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        var document = document(line, file + ", line " + number);
        documents.computeIfAbsent(document.type(), t -> new ArrayList<>()).add(document);
      }
    }
    if (documents.isEmpty()) {
      throw new IOException(file + " holds no record. Write one a line, as decode takes them");
    }
    return new RealDocuments(documents);
  }

  private static Document document(String line, String where) throws IOException {
    var record =
        RecordLine.parse(line).orElseThrow(() -> new IOException(where + " is not a record"));
    var attributes = new HashMap<String, String>();
    record.attributes().fields().forEachRemaining(f -> attributes.put(f.getKey(), text(f)));
    try {
      return new Document(
          DocumentType.parse(
              record.attribute("document_namespace")
                  + "/"
                  + record.attribute("document_type")
                  + "/"
                  + record.attribute("document_version")),
          Instant.parse(record.attribute("submission_timestamp")),
          attributes,
          record.payload());
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(where + " does not say its type and time: " + e.getMessage(), e);
    }
  }

  private static String text(Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> field) {
    return field.getValue().asText();
  }

  @Override
  public List<DocumentType> types() {
    return List.copyOf(documents.keySet());
  }

  @Override
  public List<LocalDate> days() {
    var days = new TreeSet<LocalDate>();
    documents.values().forEach(list -> list.forEach(document -> days.add(day(document))));
    return List.copyOf(days);
  }

  @Override
  public void each(DocumentType type, LocalDate day, Consumer<Document> sink) {
    documents.get(type).stream().filter(d -> day(d).equals(day)).forEach(sink);
  }

  /** None: a file of records says nothing of other days. */
  @Override
  public void dayBefore(DocumentType type, Consumer<Document> sink) {}

  private static LocalDate day(Document document) {
    return document.submitted().atZone(ZoneOffset.UTC).toLocalDate();
  }
}
