package dev.backfill.plan;

import dev.backfill.text.SnakeCase;
import java.util.regex.Pattern;

/**
 * A document type as pings carry it, for example {@code telemetry/main/4}, and the table names that
 * follow from it.
 */
public record DocumentType(String namespace, String type, String version)
    implements Comparable<DocumentType> {

  private static final Pattern FORM = Pattern.compile("([\\w.-]+)/([\\w.-]+)/([\\w-]+)");

  /**
   * Reads {@code namespace/type/version}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static DocumentType parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not namespace/type/version, for example telemetry/main/4");
    }
    return new DocumentType(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /** The pipeline family: {@code telemetry} for that namespace, {@code structured} otherwise. */
  public String family() {
    return namespace.equals("telemetry") ? "telemetry" : "structured";
  }

  /** The table's name in live and stable datasets, for example {@code main_v4}. */
  public String table() {
    return SnakeCase.of(type) + "_v" + version.replace('-', '_');
  }

  /** Under which name a schema archive has the structure of the table of the type's error rows. */
  public DocumentType errorRows() {
    return new DocumentType("payload_bytes_error", family(), "1");
  }

  /** The table's name in payload_bytes_decoded datasets. */
  public String decodedTable() {
    return family() + "_" + SnakeCase.of(namespace) + "__" + table();
  }

  public String stableDataset() {
    return SnakeCase.of(namespace) + "_stable";
  }

  public String liveDataset() {
    return SnakeCase.of(namespace) + "_live";
  }

  /** Whether documents of another type lie in the same tables, spelt another way as it may be. */
  public boolean isTabledWith(DocumentType other) {
    return stableDataset().equals(other.stableDataset()) && table().equals(other.table());
  }

  @Override
  public int compareTo(DocumentType other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return namespace + "/" + type + "/" + version;
  }
}
