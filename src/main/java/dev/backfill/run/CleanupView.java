package dev.backfill.run;

import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.fact.Listed;
import dev.backfill.fact.ListedAgain;
import dev.backfill.fact.Noted;
import dev.backfill.run.Stage.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

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
public record CleanupView(
    List<Item> items,
    String digest,
    String phrase,
    String phraseOfEverything,
    Optional<Instant> listed,
    Optional<Instant> listedAgain) {
  private static final String BUCKET = "gs://";

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
  public static CleanupView of(RunView view) {
    var inventories = view.all(Role.CLEANS, Listed.class);
    if (inventories.isEmpty()) {
      return new CleanupView(List.of(), "", "", "", Optional.empty(), Optional.empty());
    }
    var newest = inventories.get(inventories.size() - 1);
    // A listing before the newest inventory tells of an earlier try.
    var again =
        view.all(Role.CLEANS, ListedAgain.class).stream()
            .filter(second -> !second.at().isBefore(newest.at()))
            .reduce((first, second) -> second);
    var listed = newest.fact();
    return new CleanupView(
        new Reader(listed, again.map(Noted::fact)).items(),
        listed.digest(),
        listed.phrase(),
        listed.phraseOfEverything(),
        Optional.of(newest.at()),
        again.map(Noted::at));
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

  private record Reader(Listed listed, Optional<ListedAgain> again) {
    List<Item> items() {
      var items = new ArrayList<Item>();
      listed.datasets().forEach(dataset -> items.add(item(dataset)));
      listed.tables().forEach(table -> items.add(item(table)));
      // Datasets and their parts sort by name; a dataset's name begins its parts' names.
      items.sort((one, other) -> one.name().compareTo(other.name()));
      listed.buckets().forEach(bucket -> items.add(item(bucket)));
      listed.left().forEach(left -> items.add(item(left)));
      return List.copyOf(items);
    }

    private Item item(Listed.Dataset dataset) {
      var parts =
          listed.tables().stream()
              .filter(table -> table.name().startsWith(dataset.name() + "."))
              .toList();
      return new Item(
          dataset.name(),
          "dataset",
          Optional.of(dataset.group()),
          parts.size(),
          parts.stream().mapToLong(Listed.Table::bytes).sum(),
          dataset.created(),
          dataset.note(),
          fate(dataset.group(), dataset.name()));
    }

    private Item item(Listed.Table table) {
      return new Item(
          table.name(),
          table.kind(),
          Optional.of(table.group()),
          table.rows(),
          table.bytes(),
          table.modified(),
          "",
          fate(table.group(), table.name()));
    }

    private Item item(Listed.Bucket bucket) {
      var name = BUCKET + bucket.name();
      return new Item(
          name,
          "bucket",
          Optional.of(bucket.group()),
          bucket.objects(),
          bucket.bytes(),
          bucket.modified().or(bucket::created),
          bucket.note(),
          fate(bucket.group(), name));
    }

    private static Item item(Listed.Left left) {
      return new Item(
          left.name(),
          left.name().startsWith(BUCKET) ? "bucket" : "dataset",
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          left.why(),
          Fate.STAYS);
    }

    private Fate fate(Group group, String name) {
      if (again.isEmpty()) {
        return Fate.LISTED;
      }
      if (again.get().scope() != Scope.EVERYTHING && group != Group.RUN) {
        return Fate.STAYS;
      }
      var there = new HashSet<>(again.get().left());
      there.addAll(again.get().present().orElse(List.of()));
      var dataset = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      var withItsDataset = again.get().present().isEmpty() && there.contains(dataset);
      return there.contains(name) || withItsDataset ? Fate.LEFT : Fate.GONE;
    }
  }
}
