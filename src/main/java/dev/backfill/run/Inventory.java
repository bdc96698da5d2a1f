package dev.backfill.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.Group;
import dev.backfill.confirm.DeleteInventory.Scope;
import dev.backfill.confirm.DeleteInventory.TableLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a target holds, as it was listed: what could be deleted, in two groups, and what never is.
 *
 * @param everything all that could be deleted
 * @param own what of that the run made: a dataset is in it only when everything in it is
 * @param left what is not deleted whatever is chosen
 */
record Inventory(DeleteInventory everything, DeleteInventory own, List<Left> left) {

  /** A thing that stays, and why. */
  record Left(String name, String why) {}

  Inventory {
    left = List.copyOf(left);
  }

  static Inventory of(
      String project,
      String run,
      List<DatasetLine> datasets,
      List<TableLine> tables,
      List<BucketLine> buckets,
      List<Left> left) {
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

  /** The names of what would be deleted: datasets, tables that go without theirs, buckets. */
  static List<String> names(DeleteInventory inventory) {
    var names = new ArrayList<String>();
    var going = inventory.datasets().stream().map(DatasetLine::name).toList();
    going.forEach(name -> names.add(name.toString()));
    inventory.tables().stream()
        .filter(table -> !going.contains(table.name().datasetName()))
        .forEach(table -> names.add(table.name().toString()));
    inventory.buckets().forEach(bucket -> names.add("gs://" + bucket.name()));
    return names;
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
  ObjectNode json() {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("digest", everything.digest());
    node.put("phrase", own.isEmpty() ? "" : own.phrase());
    node.put("phrase_everything", hasOthers() ? everything.phrase() : "");
    var tables = node.putArray("tables");
    for (var table : everything.tables()) {
      tables
          .addObject()
          .put("name", table.name().toString())
          .put("kind", table.kind().word())
          .put("rows", table.rows())
          .put("bytes", table.bytes())
          .put("modified", table.modified().toString())
          .put("group", word(table.group()));
    }
    var datasets = node.putArray("datasets");
    for (var dataset : everything.datasets()) {
      var line = datasets.addObject();
      dataset.created().ifPresent(at -> line.put("created", at.toString()));
      line.put("name", dataset.name().toString())
          .put("group", word(dataset.group()))
          .put("note", dataset.note());
    }
    var buckets = node.putArray("buckets");
    everything.buckets().forEach(bucket -> json(bucket, buckets.addObject()));
    var stays = node.putArray("left");
    left.forEach(one -> stays.addObject().put("name", one.name()).put("why", one.why()));
    return node;
  }

  private static void json(BucketLine bucket, ObjectNode line) {
    bucket.created().ifPresent(at -> line.put("created", at.toString()));
    bucket.modified().ifPresent(at -> line.put("modified", at.toString()));
    line.put("name", bucket.name())
        .put("objects", bucket.objects().size())
        .put("bytes", bucket.bytes())
        .put("soft_delete_days", bucket.softDelete().toDays())
        .put("group", word(bucket.group()))
        .put("note", bucket.note());
  }

  private static String word(Group group) {
    return switch (group) {
      case RUN -> "run";
      case OTHERS -> "others";
    };
  }
}
