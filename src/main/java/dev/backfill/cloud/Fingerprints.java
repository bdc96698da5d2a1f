package dev.backfill.cloud;

import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Takes the fingerprint of a partition. */
public final class Fingerprints {
  private Fingerprints() {}

  /**
   * Looks at a partition and its table, which must exist.
   *
   * @throws CloudException when the table is gone, or cannot be asked about
   */
  public static Fingerprint take(Warehouse warehouse, TableName table, LocalDate day) {
    var found =
        warehouse
            .look(table, day)
            .orElseThrow(() -> CloudException.gone(table, "Run preflight again."));
    return of(found.table(), day, found.partition());
  }

  /** The fingerprint of what was read already. */
  public static Fingerprint of(TableState table, LocalDate day, Optional<PartitionState> now) {
    var spec = table.spec();
    return new Fingerprint(
        table.name() + "$" + day.format(DateTimeFormatter.BASIC_ISO_DATE),
        table.etag(),
        digest(spec.columns()),
        spec.partitioning().map(Fingerprints::text).orElse("none"),
        spec.clustering().isEmpty() ? "none" : String.join(", ", spec.clustering()),
        table.location(),
        table.encryption().orElse(Fingerprint.GOOGLES_KEY),
        now.map(PartitionState::rows).orElse(0L),
        now.map(PartitionState::bytes).orElse(0L),
        now.map(PartitionState::modified));
  }

  private static String text(TableSpec.Partitioning by) {
    return by.type()
        + " on "
        + by.field().orElse("load time")
        + by.expiration().map(Duration::toString).map(e -> ", expires after " + e).orElse("");
  }

  private static String digest(List<Column> columns) {
    try {
      var text = new StringBuilder();
      append(text, columns);
      var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }

  // Lengths stand before texts, so that no two structures give the same text.
  private static void append(StringBuilder text, List<Column> columns) {
    text.append('[').append(columns.size());
    for (var column : columns) {
      for (var part :
          List.of(
              column.name(),
              column.type(),
              column.mode(),
              column.description(),
              new TreeMap<>(column.traits()).toString())) {
        text.append(' ').append(part.length()).append(':').append(part);
      }
      append(text, column.fields());
    }
    text.append(']');
  }
}
