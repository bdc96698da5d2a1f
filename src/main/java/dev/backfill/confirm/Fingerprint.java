package dev.backfill.confirm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One day's partition of a table as someone saw it, small enough to be kept and compared.
 *
 * @param partition the full name with its decorator
 * @param etag the table's; it moves with every change to the table, in any partition
 * @param structure SHA-256 of the columns, in order, with all that is set on them
 * @param rows the partition's rows; 0 when there is no such partition
 * @param bytes the partition's logical bytes
 * @param modified the partition's last change; empty when there is no such partition
 */
public record Fingerprint(
    String partition,
    String etag,
    String structure,
    String partitioning,
    String clustering,
    String location,
    String encryption,
    long rows,
    long bytes,
    Optional<Instant> modified) {

  /** What stands for the key of a table that has none of its own. */
  public static final String GOOGLES_KEY = "default";

  /** The Cloud KMS key that the table is encrypted by; empty where it is Google's own. */
  public Optional<String> key() {
    return encryption.equals(GOOGLES_KEY) ? Optional.empty() : Optional.of(encryption);
  }

  /** One thing that differs, as it was seen and as it is. */
  public record Change(String what, String seen, String now) {
    @Override
    public String toString() {
      return what + ": " + seen + " when it was looked at, " + now + " now";
    }
  }

  /** Everything that differs from a later look. */
  public List<Change> changes(Fingerprint now) {
    var changes = new ArrayList<Change>(changesBesidesEtag(now));
    add(changes, "etag", etag, now.etag);
    return changes;
  }

  /**
   * What differs from a later look in the partition and in the table's structure. The etag is left
   * out: a change to another day moves it too.
   */
  public List<Change> changesBesidesEtag(Fingerprint now) {
    var changes = new ArrayList<Change>();
    add(changes, "partition", partition, now.partition);
    add(changes, "structure", structure, now.structure);
    add(changes, "partitioning", partitioning, now.partitioning);
    add(changes, "clustering", clustering, now.clustering);
    add(changes, "location", location, now.location);
    add(changes, "encryption", encryption, now.encryption);
    add(changes, "rows", rows, now.rows);
    add(changes, "bytes", bytes, now.bytes);
    add(changes, "modified", time(), now.time());
    return changes;
  }

  private String time() {
    return modified.map(Instant::toString).orElse("never");
  }

  private static void add(List<Change> changes, String what, Object seen, Object now) {
    if (!seen.equals(now)) {
      changes.add(new Change(what, seen.toString(), now.toString()));
    }
  }
}
