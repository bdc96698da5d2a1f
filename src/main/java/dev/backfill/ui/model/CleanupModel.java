package dev.backfill.ui.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.List;

/** What cleanup found in the backfill project, as the operator saw it before it was deleted. */
public record CleanupModel(List<Item> items) {

  /**
   * A table or a bucket.
   *
   * @param things rows of a table, objects of a bucket
   */
  public record Item(String name, boolean bucket, long things, long bytes) {}

  public static CleanupModel of(RunView view) {
    var items = new ArrayList<Item>();
    view.newest(StageKind.CLEANUP, "inventory")
        .ifPresent(
            inventory -> {
              inventory.path("tables").forEach(t -> items.add(item(t, false, "rows")));
              inventory.path("buckets").forEach(b -> items.add(item(b, true, "objects")));
            });
    return new CleanupModel(List.copyOf(items));
  }

  private static Item item(JsonNode node, boolean bucket, String things) {
    var name = node.path("name").asText();
    return new Item(
        bucket ? "gs://" + name : name,
        bucket,
        node.path(things).asLong(),
        node.path("bytes").asLong());
  }
}
