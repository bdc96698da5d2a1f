package dev.backfill.stages;

import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.confirm.DeleteInventory.TableLine;
import dev.backfill.fact.Listed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a target holds, as it was listed: what could be deleted, in two groups, and what never is.
 *
 * @param everything all that could be deleted
 * @param own what of that the run made: a dataset is in it only when everything in it is
 * @param left what is not deleted whatever is chosen
 */
record Inventory(DeleteInventory everything, DeleteInventory own, List<Listed.Left> left) {

  Inventory {
    left = List.copyOf(left);
  }

  static Inventory of(
      String project,
      String run,
      List<DatasetLine> datasets,
      List<TableLine> tables,
      List<BucketLine> buckets,
      List<Listed.Left> left) {
    var all = new DeleteInventory(project, run, Scope.EVERYTHING, datasets, tables, buckets);
    var own =
        new DeleteInventory(
            project,
            run,
            Scope.RUN,
            datasets.stream().filter(d -> d.group() == Group.RUN).toList(),
            tables.stream().filter(t -> t.group() == Group.RUN).toList(),
            buckets.stream().filter(b -> b.group() == Group.RUN).toList());
    return new Inventory(all, own, left);
  }

  /** Whether there is more than the run made. */
  boolean hasOthers() {
    return everything.datasets().size() > own.datasets().size()
        || everything.tables().size() > own.tables().size()
        || everything.buckets().size() > own.buckets().size();
  }

  /** The names of all that is there. */
  static Set<String> all(Inventory inventory) {
    var there = new TreeSet<String>();
    inventory.everything().datasets().forEach(dataset -> there.add(dataset.name().toString()));
    inventory.everything().tables().forEach(table -> there.add(table.name().toString()));
    inventory.everything().buckets().forEach(bucket -> there.add("gs://" + bucket.name()));
    inventory.left().forEach(one -> there.add(one.name()));
    return there;
  }

  /** Which of some names a later listing still has. */
  static List<String> present(List<String> names, Inventory later) {
    var there = all(later);
    return names.stream().filter(there::contains).toList();
  }

  /** As journal, window, report and printer show it. */
  Listed fact() {
    return new Listed(
        everything.digest(),
        own.isEmpty() ? "" : own.phrase(),
        hasOthers() ? everything.phrase() : "",
        everything.tables().stream()
            .map(
                table ->
                    new Listed.Table(
                        table.name().toString(),
                        table.kind().word(),
                        table.rows(),
                        table.bytes(),
                        Optional.of(table.modified()),
                        table.group()))
            .toList(),
        everything.datasets().stream()
            .map(
                dataset ->
                    new Listed.Dataset(
                        dataset.name().toString(),
                        dataset.created(),
                        dataset.group(),
                        dataset.note()))
            .toList(),
        everything.buckets().stream().map(Inventory::fact).toList(),
        left);
  }

  private static Listed.Bucket fact(BucketLine bucket) {
    return new Listed.Bucket(
        bucket.name(),
        bucket.created(),
        bucket.modified(),
        bucket.objects().size(),
        bucket.bytes(),
        bucket.softDelete().toDays(),
        bucket.group(),
        bucket.note());
  }
}
