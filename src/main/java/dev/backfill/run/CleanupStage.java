package dev.backfill.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.ObjectState;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.DeleteInventory.BucketLine;
import dev.backfill.confirm.DeleteInventory.DatasetLine;
import dev.backfill.confirm.DeleteInventory.ObjectLine;
import dev.backfill.confirm.DeleteInventory.TableLine;
import dev.backfill.confirm.Operator;
import dev.backfill.plan.TargetRule;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Deletes what the backfill project holds, exactly as listed and named, and lists again. */
final class CleanupStage implements Stage {
  /** The topic of what was about to be deleted. */
  static final String INVENTORY = "inventory";

  /** The topic of the second listing, after the deletion: datasets and buckets that are left. */
  static final String LISTED_AGAIN = "listed-again";

  private static final String NOTE = "the backup of this run: without it nothing can be undone";

  private final ConfirmationDesk desk;
  private final Operator operator;
  private final TargetRule rule;

  CleanupStage(ConfirmationDesk desk, Operator operator, TargetRule rule) {
    this.desk = desk;
    this.operator = operator;
    this.rule = rule;
  }

  @Override
  public StepResult run(Steps steps) {
    var project = steps.plan().targetProject();
    var problem = TargetCheck.problem(steps.plan(), rule, steps.cloud().projects());
    if (problem.isPresent()) {
      return new Refused(List.of(problem.get()));
    }
    var inventory = inventory(steps);
    if (inventory.isEmpty()) {
      return new StepResult.AlreadyDone("Nothing is left in " + project);
    }
    observe(steps, inventory);
    var request = new ConfirmationRequest<>(project, List.of(inventory));
    var confirmed = desk.confirm(request, operator.typed(request));
    if (confirmed.isEmpty()) {
      return new Refused(List.of("Not confirmed. To confirm, name: " + request.phrase()));
    }
    steps.agreed(request.phrase(), names(inventory));
    return steps.look(project, () -> delete(steps, confirmed.get().get(0)));
  }

  private StepResult delete(Steps steps, Confirmed<DeleteInventory> confirmed) {
    var deleted = steps.cloud().staging().delete(confirmed, steps.progress());
    var after = inventory(steps);
    var left = JsonNodeFactory.instance.objectNode();
    names(after).forEach(left.putArray("left")::add);
    steps.observe(LISTED_AGAIN, left);
    if (after.isEmpty()) {
      return new Done(deleted.gone().size() + " datasets and buckets verified gone");
    }
    var problems = new ArrayList<>(deleted.left());
    names(after).forEach(name -> problems.add(name + " is still there."));
    return deleted.gone().isEmpty()
        ? new Refused(problems)
        : new StepResult.Failed(
            "",
            deleted.gone().size()
                + " datasets and buckets are gone, these are left. Resume to list them again:\n"
                + String.join("\n", problems));
  }

  private static DeleteInventory inventory(Steps steps) {
    var project = steps.plan().targetProject();
    var warehouse = steps.cloud().warehouse();
    var backup = steps.plan().backups(steps.run());
    var datasets =
        warehouse.datasets(project).stream()
            .filter(d -> !(steps.plan().finish().keepBackup() && d.name().equals(backup)))
            .map(d -> new DatasetLine(d.name(), d.etag(), d.name().equals(backup) ? NOTE : ""))
            .toList();
    var tables = new ArrayList<TableLine>();
    for (var dataset : datasets) {
      for (var name : warehouse.tables(dataset.name())) {
        warehouse
            .table(name)
            .map(t -> new TableLine(name, t.etag(), t.rows(), t.bytes(), t.modified()))
            .ifPresent(tables::add);
      }
    }
    var buckets =
        steps.cloud().objects().buckets(project).stream().map(b -> bucket(steps, b)).toList();
    return new DeleteInventory(project, datasets, tables, buckets);
  }

  private static BucketLine bucket(Steps steps, BucketState bucket) {
    var objects = steps.cloud().objects().objects(bucket.name());
    return new BucketLine(
        bucket.name(),
        bucket.metageneration(),
        bucket.softDelete(),
        objects.stream().map(ObjectState::updated).max(Instant::compareTo),
        objects.stream()
            .map(object -> new ObjectLine(object.name(), object.generation(), object.bytes()))
            .toList());
  }

  private static List<String> names(DeleteInventory inventory) {
    var names = new ArrayList<String>();
    inventory.datasets().forEach(dataset -> names.add(dataset.name().toString()));
    inventory.buckets().forEach(bucket -> names.add("gs://" + bucket.name()));
    return names;
  }

  private static void observe(Steps steps, DeleteInventory inventory) {
    var node = JsonNodeFactory.instance.objectNode();
    var tables = node.putArray("tables");
    for (var table : inventory.tables()) {
      tables
          .addObject()
          .put("name", table.name().toString())
          .put("rows", table.rows())
          .put("bytes", table.bytes())
          .put("modified", table.modified().toString());
    }
    var datasets = node.putArray("datasets");
    for (var dataset : inventory.datasets()) {
      datasets.addObject().put("name", dataset.name().toString()).put("note", dataset.note());
    }
    var buckets = node.putArray("buckets");
    for (var bucket : inventory.buckets()) {
      var line = buckets.addObject();
      bucket.modified().ifPresent(at -> line.put("modified", at.toString()));
      line.put("name", bucket.name())
          .put("objects", bucket.objects().size())
          .put("bytes", bucket.bytes())
          .put("soft_delete_days", bucket.softDelete().toDays());
    }
    steps.observe(INVENTORY, node);
  }
}
