package dev.backfill.confirm;

import dev.backfill.plan.DatasetName;
import dev.backfill.plan.TableKind;
import dev.backfill.plan.TableName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Datasets, tables and buckets of the backfill project that are deleted with all that they held
 * when the operator saw them; what came later is left.
 *
 * @param run the run that deletes
 * @param scope whether it deletes what it made itself, or whatever the project holds
 * @param datasets the datasets that go, each once everything in it is gone
 * @param tables what goes of datasets, be it that these go or stay
 */
public record DeleteInventory(
    String project,
    String run,
    Scope scope,
    List<DatasetLine> datasets,
    List<TableLine> tables,
    List<BucketLine> buckets)
    implements Destruction {
  // Eight hexadecimal digits: nobody tries four billion inventories, and they can be typed.
  private static final int DIGITS = 8;

  /** How far a deletion goes. */
  public enum Scope {
    /** What the run made: by its labels, its names and its journal. */
    RUN,
    /** All that the project holds, other runs' and others' things too. */
    EVERYTHING
  }

  /** Whose a thing is. */
  public enum Group {
    RUN,
    OTHERS
  }

  /**
   * A dataset.
   *
   * @param note what the operator should know about it; empty when there is nothing
   */
  public record DatasetLine(
      DatasetName name, String etag, Optional<Instant> created, Group group, String note) {}

  /** A table, or whatever else a dataset holds. */
  public record TableLine(
      TableName name,
      TableKind kind,
      String etag,
      long rows,
      long bytes,
      Instant modified,
      Group group) {}

  /**
   * A bucket.
   *
   * @param softDelete how long its objects can be restored; zero for not at all
   * @param modified when its newest object was written; empty when it has none
   * @param note what the operator should know about it; empty when there is nothing
   */
  public record BucketLine(
      String name,
      long metageneration,
      Duration softDelete,
      Optional<Instant> created,
      Optional<Instant> modified,
      List<ObjectLine> objects,
      Group group,
      String note) {
    public BucketLine {
      objects = List.copyOf(objects);
    }

    public long bytes() {
      return objects.stream().mapToLong(ObjectLine::bytes).sum();
    }
  }

  /** One generation of an object. */
  public record ObjectLine(String name, long generation, long bytes) {}

  public DeleteInventory {
    datasets = List.copyOf(datasets);
    tables = List.copyOf(tables);
    buckets = List.copyOf(buckets);
  }

  public boolean isEmpty() {
    return datasets.isEmpty() && tables.isEmpty() && buckets.isEmpty();
  }

  /** What is in it, in eight digits: another thing, or another state of one, gives others. */
  public String digest() {
    var lines = new TreeSet<String>();
    datasets.forEach(d -> lines.add("dataset " + d.name() + " " + d.etag()));
    tables.forEach(
        t -> lines.add("part " + t.name() + " " + t.kind() + " " + t.etag() + " " + t.rows()));
    for (var bucket : buckets) {
      lines.add("bucket " + bucket.name() + " " + bucket.metageneration());
      bucket
          .objects()
          .forEach(
              o -> lines.add("object " + bucket.name() + "/" + o.name() + " " + o.generation()));
    }
    try {
      var sum =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  /**
   * The project for what the run made; for everything a phrase of its own, which holds the digest.
   */
  @Override
  public String phrase() {
    return switch (scope) {
      case RUN -> project;
      case EVERYTHING -> "everything in " + project + " " + digest();
    };
  }

  /** Datasets, tables that go without theirs, buckets. */
  @Override
  public List<String> names() {
    var names = new ArrayList<String>();
    var going = datasets.stream().map(DatasetLine::name).toList();
    going.forEach(name -> names.add(name.toString()));
    tables.stream()
        .filter(table -> !going.contains(table.name().datasetName()))
        .forEach(table -> names.add(table.name().toString()));
    buckets.forEach(bucket -> names.add("gs://" + bucket.name()));
    return names;
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.delete(this);
  }
}
