package dev.backfill.run;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives the backfill project the structure of production's tables; deletes nothing. */
final class MirrorStage implements Stage {
  // A diff of two real schemas can have thousands of lines; the first ones tell which it is.
  private static final int SHOWN_DIFFERENCES = 20;

  @Override
  public StepResult run(Steps steps) {
    var tables = tables(steps);
    var datasets =
        tables.keySet().stream()
            .map(table -> table.name().datasetName())
            .distinct()
            .sorted()
            .toList();
    var results = new StepResults();
    for (var dataset : datasets) {
      results.add(steps.make(dataset.toString(), () -> dataset(steps, dataset)));
    }
    for (var pair : tables.entrySet()) {
      if (!results.broken()) {
        results.add(
            steps.make(
                pair.getKey().toString(), () -> table(steps, pair.getKey(), pair.getValue())));
      }
    }
    return results.whole(datasets.size() + " datasets, " + tables.size() + " tables");
  }

  /** The tables to make, each with the production table whose structure it gets. */
  private static Map<StagingTable, ProductionTable> tables(Steps steps) {
    var plan = steps.plan();
    var tables =
        new TreeMap<StagingTable, ProductionTable>(Comparator.comparing(StagingTable::name));
    for (var type : plan.documents()) {
      tables.put(plan.staged(type), plan.decoded(type));
      tables.put(plan.backfill(type), plan.stable(type));
      tables.put(plan.errors(type), plan.productionErrors(type));
    }
    return tables;
  }

  private StepResult dataset(Steps steps, DatasetName name) {
    var location = steps.plan().location();
    var found = steps.cloud().warehouse().dataset(name);
    if (found.isEmpty()) {
      steps.cloud().staging().createDataset(name, location, steps.mark().labels());
      return new Done("made in " + location);
    }
    var problems = new ArrayList<String>();
    if (!found.get().location().equalsIgnoreCase(location)) {
      problems.add(name + " lies in " + found.get().location() + ", not in " + location + ".");
    }
    if (found.get().tableExpiration().isPresent()
        || found.get().partitionExpiration().isPresent()) {
      problems.add(
          name + " lets its tables or partitions expire. Remove the default expiration first.");
    }
    return problems.isEmpty() ? new AlreadyDone("was there") : new Refused(problems);
  }

  private StepResult table(Steps steps, StagingTable table, ProductionTable like) {
    var warehouse = steps.cloud().warehouse();
    var wanted =
        warehouse
            .table(like.name())
            .orElseThrow(
                () ->
                    new CloudException(
                        CloudException.Kind.NOT_FOUND,
                        like + " is gone. Run preflight again.",
                        null))
            .spec()
            .withoutExpiration();
    var found = warehouse.table(table.name());
    if (found.isEmpty()) {
      steps.cloud().staging().createTable(table, wanted, steps.mark().labels());
      return new Done("made like " + like);
    }
    var diff = SpecDiff.of(wanted, found.get().spec());
    return diff.isEmpty()
        ? new AlreadyDone("was there, with the structure of " + like)
        : new Refused(List.of(refusal(table, like, diff)));
  }

  private static String refusal(StagingTable table, ProductionTable like, List<String> diff) {
    var shown = diff.stream().limit(SHOWN_DIFFERENCES).collect(Collectors.joining("\n  "));
    var more = diff.size() > SHOWN_DIFFERENCES ? "\n  … of " + diff.size() : "";
    return table
        + " has another structure than "
        + like
        + ". Clean up the backfill project, or take another one:\n  "
        + shown
        + more;
  }
}
