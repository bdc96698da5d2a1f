package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.journal.Entry;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What cleanup listed in the backfill project, in two groups, before anything was deleted, and what
 * the second listing says of it: the same for window, report and printer.
 *
 * @param items datasets, each before its tables, then buckets, then what is never deleted
 * @param digest of all that could be deleted
 * @param phrase what deletes the run's own; empty when there is nothing of it
 * @param phraseOfEverything what deletes all; empty when the run's own is all there is
 * @param listed when it was listed
 * @param listedAgain when the second listing was read; empty before the deletion
 */
public record Cleaned(
    List<Item> items,
    String digest,
    String phrase,
    String phraseOfEverything,
    Optional<Instant> listed,
    Optional<Instant> listedAgain) {

  /** What became of a thing. */
  public enum Fate {
    /** It is listed, and nothing was deleted yet. */
    LISTED,
    /** The second listing does not have it. */
    GONE,
    /** It was to go, and the second listing still has it. */
    LEFT,
    /** It was not to go. */
    STAYS
  }

  /**
   * A dataset, a part of one, or a bucket.
   *
   * @param kind what it is, in a word; empty where that is not known
   * @param group whose it is; empty for what is never deleted
   * @param things rows of a table, objects of a bucket, parts of a dataset
   * @param since when it was changed last, or made, where only that is known
   * @param note what the operator should know about it; empty when there is nothing
   */
  public record Item(
      String name,
      String kind,
      Optional<Group> group,
      long things,
      long bytes,
      Optional<Instant> since,
      String note,
      Fate fate) {}

  /** The newest listing of a run; nothing in it before cleanup has looked. */
  public static Cleaned of(RunView view) {
    var inventories = view.all(StageKind.CLEANUP, CleanupStage.INVENTORY);
    if (inventories.isEmpty()) {
      return new Cleaned(List.of(), "", "", "", Optional.empty(), Optional.empty());
    }
    var newest = inventories.get(inventories.size() - 1);
    // A listing before the newest inventory tells of an earlier try.
    var again =
        view.all(StageKind.CLEANUP, CleanupStage.LISTED_AGAIN).stream()
            .filter(second -> !second.at().isBefore(newest.at()))
            .reduce((first, second) -> second);
    var value = newest.value();
    return new Cleaned(
        new Reader(value, again.map(Entry.Observed::value)).items(),
        value.path("digest").asText(),
        value.path("phrase").asText(),
        value.path("phrase_everything").asText(),
        Optional.of(newest.at()),
        again.map(Entry.Observed::at));
  }

  /** How many were to go, and are gone. */
  public long gone() {
    return items.stream().filter(item -> item.fate() == Fate.GONE).count();
  }

  /** How many were to go. */
  public long wanted() {
    return items.stream()
        .filter(item -> item.fate() == Fate.GONE || item.fate() == Fate.LEFT)
        .count();
  }

  private record Reader(JsonNode value, Optional<JsonNode> again) {
    List<Item> items() {
      var items = new ArrayList<Item>();
      for (var dataset : value.path("datasets")) {
        items.add(dataset(dataset));
      }
      for (var table : value.path("tables")) {
        var kind = table.path("kind").asText("table");
        items.add(item(table, table.path("name").asText(), kind, "rows"));
      }
      // Datasets and their parts sort by name; a dataset's name begins its parts' names.
      items.sort((one, other) -> one.name().compareTo(other.name()));
      for (var bucket : value.path("buckets")) {
        items.add(item(bucket, "gs://" + bucket.path("name").asText(), "bucket", "objects"));
      }
      for (var left : value.path("left")) {
        items.add(
            new Item(
                left.path("name").asText(),
                left.path("name").asText().startsWith("gs://") ? "bucket" : "dataset",
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                left.path("why").asText(),
                Fate.STAYS));
      }
      return List.copyOf(items);
    }

    private Item dataset(JsonNode node) {
      var name = node.path("name").asText();
      var parts = 0;
      var bytes = 0L;
      for (var table : value.path("tables")) {
        if (table.path("name").asText().startsWith(name + ".")) {
          parts++;
          bytes += table.path("bytes").asLong();
        }
      }
      return new Item(
          name,
          "dataset",
          group(node),
          parts,
          bytes,
          time(node, "created"),
          node.path("note").asText(),
          fate(node, name));
    }

    private Item item(JsonNode node, String name, String kind, String things) {
      return new Item(
          name,
          kind,
          group(node),
          node.path(things).asLong(),
          node.path("bytes").asLong(),
          time(node, "modified").or(() -> time(node, "created")),
          node.path("note").asText(),
          fate(node, name));
    }

    private static Optional<Instant> time(JsonNode node, String field) {
      return node.has(field)
          ? Optional.of(Instant.parse(node.path(field).asText()))
          : Optional.empty();
    }

    // Journals of earlier versions know no groups: all that they list was to go.
    private static Optional<Group> group(JsonNode node) {
      return Optional.of(node.path("group").asText().equals("others") ? Group.OTHERS : Group.RUN);
    }

    private Fate fate(JsonNode node, String name) {
      if (again.isEmpty()) {
        return Fate.LISTED;
      }
      var wanted =
          again.get().path("scope").asText().equals("everything")
              || group(node).filter(one -> one == Group.RUN).isPresent();
      if (!wanted) {
        return Fate.STAYS;
      }
      var there = texts("present");
      there.addAll(texts("left"));
      var dataset = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      var withItsDataset = !again.get().has("present") && there.contains(dataset);
      return there.contains(name) || withItsDataset ? Fate.LEFT : Fate.GONE;
    }

    private Set<String> texts(String field) {
      var texts = new HashSet<String>();
      again.get().path(field).forEach(one -> texts.add(one.asText()));
      return texts;
    }
  }
}
