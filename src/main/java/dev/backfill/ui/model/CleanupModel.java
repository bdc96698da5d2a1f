package dev.backfill.ui.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What cleanup found in the backfill project, as the operator saw it before it was deleted, and
 * what the second listing says of it.
 *
 * @param listedAgain when the second listing was read; empty before the deletion
 */
public record CleanupModel(List<Item> items, Optional<Instant> listedAgain) {

  /** What became of a thing. */
  public enum Fate {
    /** It is listed, and nothing was deleted yet. */
    LISTED,
    /** The second listing does not have it. */
    GONE,
    /** The second listing still has it. */
    LEFT
  }

  /**
   * A table or a bucket.
   *
   * @param things rows of a table, objects of a bucket
   * @param modified its last change; empty for a bucket without objects
   */
  public record Item(
      String name,
      boolean bucket,
      long things,
      long bytes,
      Optional<Instant> modified,
      Fate fate) {}

  public static CleanupModel of(RunView view) {
    var inventories = view.all(StageKind.CLEANUP, "inventory");
    var again = view.all(StageKind.CLEANUP, "listed-again");
    if (inventories.isEmpty()) {
      return new CleanupModel(List.of(), Optional.empty());
    }
    var newest = inventories.get(inventories.size() - 1);
    // A listing before the newest inventory tells of an earlier try.
    var second =
        again.isEmpty() || again.get(again.size() - 1).at().isBefore(newest.at())
            ? null
            : again.get(again.size() - 1);
    var left = new HashSet<String>();
    if (second != null) {
      second.value().path("left").forEach(name -> left.add(name.asText()));
    }
    var items = new ArrayList<Item>();
    newest
        .value()
        .path("tables")
        .forEach(
            t -> {
              var name = t.path("name").asText();
              var dataset = name.substring(0, Math.max(0, name.lastIndexOf('.')));
              items.add(item(t, name, false, "rows", fate(second != null, left.contains(dataset))));
            });
    newest
        .value()
        .path("buckets")
        .forEach(
            b -> {
              var name = "gs://" + b.path("name").asText();
              items.add(item(b, name, true, "objects", fate(second != null, left.contains(name))));
            });
    return new CleanupModel(
        List.copyOf(items), Optional.ofNullable(second).map(observed -> observed.at()));
  }

  private static Fate fate(boolean listedAgain, boolean left) {
    return !listedAgain ? Fate.LISTED : left ? Fate.LEFT : Fate.GONE;
  }

  private static Item item(JsonNode node, String name, boolean bucket, String things, Fate fate) {
    return new Item(
        name,
        bucket,
        node.path(things).asLong(),
        node.path("bytes").asLong(),
        node.has("modified")
            ? Optional.of(Instant.parse(node.path("modified").asText()))
            : Optional.empty(),
        fate);
  }
}
