package dev.backfill.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.backfill.cloud.BucketState;
import dev.backfill.cloud.DatasetState;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Confirmed;
import dev.backfill.confirm.DeleteInventory;
import dev.backfill.confirm.Operator;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.List;

/** Deletes what the backfill project holds, exactly as listed and named, and lists again. */
final class CleanupStage implements Stage {
  /** The topic of what was about to be deleted. */
  static final String INVENTORY = "inventory";

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
    var problem = rule.problem(project);
    if (problem.isPresent() || project.equals(steps.plan().sourceProject())) {
      return new Refused(List.of(problem.orElse(project + " is the source project.")));
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
    if (after.isEmpty()) {
      return new Done(deleted.gone().size() + " datasets and buckets verified gone");
    }
    var problems = new ArrayList<>(deleted.left());
    names(after).forEach(name -> problems.add(name + " is still there."));
    return new Refused(problems);
  }

  private static DeleteInventory inventory(Steps steps) {
    var project = steps.plan().targetProject();
    var warehouse = steps.cloud().warehouse();
    var datasets = warehouse.datasets(project);
    var tables = new ArrayList<DeleteInventory.TableLine>();
    for (var dataset : datasets) {
      for (var name : warehouse.tables(dataset.name())) {
        warehouse
            .table(name)
            .map(t -> new DeleteInventory.TableLine(name.toString(), t.etag(), t.rows(), t.bytes()))
            .ifPresent(tables::add);
      }
    }
    return new DeleteInventory(project, datasets, tables, steps.cloud().objects().buckets(project));
  }

  private static List<String> names(DeleteInventory inventory) {
    var names = new ArrayList<String>();
    inventory.datasets().stream().map(DatasetState::name).forEach(n -> names.add(n.toString()));
    inventory.buckets().stream().map(BucketState::name).forEach(n -> names.add("gs://" + n));
    return names;
  }

  private static void observe(Steps steps, DeleteInventory inventory) {
    var node = JsonNodeFactory.instance.objectNode();
    var tables = node.putArray("tables");
    for (var table : inventory.tables()) {
      tables
          .addObject()
          .put("name", table.name())
          .put("rows", table.rows())
          .put("bytes", table.bytes());
    }
    var buckets = node.putArray("buckets");
    for (var bucket : inventory.buckets()) {
      buckets
          .addObject()
          .put("name", bucket.name())
          .put("objects", bucket.objects())
          .put("bytes", bucket.bytes());
    }
    steps.observe(INVENTORY, node);
  }
}
