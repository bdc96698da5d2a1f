package dev.backfill.stages;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.Holder;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.ByHand;
import dev.backfill.run.DoneSoFar;
import dev.backfill.run.Holders;
import dev.backfill.run.JobIds;
import dev.backfill.run.Lease;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.run.TargetClaim;
import dev.backfill.run.TargetResource;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Gives the backfill project the structure of production's tables; deletes nothing. */
public final class MirrorStage extends Stage {
  /** The step that looks at the target, and takes it for this run. */
  public static final String TARGET = "target";

  /** The step that says how the lease stands. */
  static final String LEASE = "lease";

  // A diff of two real schemas can have thousands of lines; the first ones tell which it is.
  private static final int SHOWN_DIFFERENCES = 20;

  @Override
  public StageKind kind() {
    return StageKind.MIRROR;
  }

  @Override
  public Role role() {
    return Role.PREPARES;
  }

  @Override
  public String heading() {
    return "Stage target payloads into a table";
  }

  @Override
  public Hold hold() {
    return Hold.TAKES;
  }

  @Override
  public List<String> done(RunView view) {
    return DoneSoFar.through(
        view.stage(kind()),
        view.plan().targetProject() + ":",
        "dataset or table",
        "datasets and tables",
        "made or found");
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    var plan = run.plan();
    var steps = new ArrayList<PlannedStep>();
    steps.add(target(run));
    Lease.datasets(plan).forEach(name -> steps.add(dataset(run, name)));
    if (plan.decodes()) {
      steps.add(RunBucket.step(StageKind.MIRROR, run));
    }
    tables(plan, run.types()).forEach((table, like) -> steps.add(table(plan, table, like)));
    steps.add(lease(run));
    return steps;
  }

  private static PlannedStep lease(PlannedRun run) {
    var step = PlannedStep.of(StageKind.MIRROR, LEASE, Kind.READS).byHand(() -> look(run));
    var target = run.plan().targetProject();
    return run.plan().decodes()
        ? step.calling("bigquery.datasets.get", "storage.buckets.get")
            .needing(target, "bigquery.datasets.get", "storage.buckets.get")
        : step.calling("bigquery.datasets.get").needing(target, "bigquery.datasets.get");
  }

  private static PlannedStep target(PlannedRun run) {
    var plan = run.plan();
    var step = PlannedStep.of(StageKind.MIRROR, TARGET, Kind.MAKES);
    var deleting = "; deletes tables with rows of others, once their phrase is typed";
    return (plan.decodes()
            ? step.calling(
                    "bigquery.datasets.get",
                    "bigquery.tables.get",
                    "storage.buckets.get",
                    "dataflow.projects.locations.jobs.list",
                    "bigquery.datasets.patch (labels, If-Match)",
                    "storage.buckets.patch (labels)",
                    "bigquery.tables.delete")
                .touching(
                    "labels what is there of the run's datasets and bucket in "
                        + plan.targetProject()
                        + " as this run's"
                        + deleting)
                .needing(
                    plan.targetProject(),
                    "dataflow.jobs.list",
                    "storage.buckets.get",
                    "storage.buckets.update")
            : step.calling(
                    "bigquery.datasets.get",
                    "bigquery.tables.get",
                    "bigquery.datasets.patch (labels, If-Match)",
                    "bigquery.tables.delete")
                .touching(
                    "labels what is there of the run's datasets in "
                        + plan.targetProject()
                        + " as this run's"
                        + deleting))
        .needing(
            plan.targetProject(),
            "bigquery.datasets.get",
            "bigquery.datasets.update",
            "bigquery.tables.get",
            "bigquery.tables.delete")
        .byHand(
            () ->
                look(run)
                    + Lease.datasets(plan).stream()
                        .map(name -> "\n" + ByHand.label(name, run.id()))
                        .collect(Collectors.joining()));
  }

  private static String look(PlannedRun run) {
    var plan = run.plan();
    return Lease.datasets(plan).stream()
            .map(name -> ByHand.show(name) + "\n")
            .collect(Collectors.joining())
        + (plan.decodes() ? ByHand.showBucket(JobIds.bucket(plan.targetProject(), run.id())) : "");
  }

  private static PlannedStep dataset(PlannedRun run, DatasetName name) {
    var plan = run.plan();
    return PlannedStep.of(StageKind.MIRROR, name.toString(), Kind.MAKES)
        .calling("bigquery.datasets.get", "bigquery.datasets.insert")
        .touching("creates " + name + ", unless it exists")
        .needing(plan.targetProject(), "bigquery.datasets.get", "bigquery.datasets.create")
        .byHand(() -> ByHand.makeDataset(plan, name, run.id()));
  }

  private static PlannedStep table(Plan plan, StagingTable table, ProductionTable like) {
    return PlannedStep.of(StageKind.MIRROR, table.toString(), Kind.MAKES)
        .calling("bigquery.tables.get", "bigquery.tables.insert", "bigquery.tables.patch (labels)")
        .touching("creates " + table + " like " + like + ", unless it exists")
        .needing(plan.sourceProject(), "bigquery.tables.get")
        .needing(
            plan.targetProject(),
            "bigquery.tables.get",
            "bigquery.tables.create",
            "bigquery.tables.update")
        .byHand(
            () ->
                ByHand.query(
                    plan, "CREATE TABLE " + table.name().sql() + " LIKE " + like.name().sql()));
  }

  @Override
  public StepResult run(Steps steps) {
    var results = new StepResults();
    results.add(steps.look(TARGET, () -> new TargetClaim(steps).take()));
    if (results.succeeded()) {
      make(steps, results);
    }
    var whole = whole(steps, results);
    // Nothing was written yet, so others need not wait for what was refused.
    if (whole instanceof Refused && steps.view().lines(Role.MAKES_ROWS).isEmpty()) {
      new Lease(steps).giveBack();
    }
    return whole;
  }

  private StepResult whole(Steps steps, StepResults results) {
    return results.whole(
        Lease.datasets(steps.plan()).size() + " datasets, " + tables(steps).size() + " tables");
  }

  private static void make(Steps steps, StepResults results) {
    for (var dataset : Lease.datasets(steps.plan())) {
      results.add(steps.make(dataset.toString(), () -> dataset(steps, dataset)));
    }
    if (steps.plan().decodes()) {
      results.add(steps.make(RunBucket.STEP, () -> RunBucket.make(steps)));
    }
    for (var pair : tables(steps).entrySet()) {
      if (!results.broken()) {
        results.add(
            steps.make(
                pair.getKey().toString(), () -> table(steps, pair.getKey(), pair.getValue())));
      }
    }
    results.add(
        steps.look(
            LEASE,
            () -> {
              var lease = new Lease(steps);
              lease.noteUnkept();
              return new Done(lease.stand());
            }));
  }

  /** The tables to make, each with the production table whose structure it gets. */
  private static Map<StagingTable, ProductionTable> tables(Steps steps) {
    return tables(steps.plan(), steps.view().types());
  }

  private static Map<StagingTable, ProductionTable> tables(Plan plan, List<DocumentType> types) {
    var tables =
        new TreeMap<StagingTable, ProductionTable>(Comparator.comparing(StagingTable::name));
    types.forEach(type -> tables.putAll(plan.mirrored(type)));
    return tables;
  }

  private static StepResult dataset(Steps steps, DatasetName name) {
    var location = steps.plan().location();
    var found = steps.cloud().warehouse().dataset(name);
    if (found.isEmpty()) {
      steps.cloud().staging().createDataset(name, location, steps.mark().labelsOfMade());
      return new Done("made in " + location);
    }
    // Race: another run made it after this one had looked.
    var place = TargetResource.of(found.get(), steps.cloud().staging());
    return place.isOthers(steps.mark())
        ? new Refused(new Holders(steps).held(List.of(place)))
        : new AlreadyDone("was there");
  }

  private static StepResult table(Steps steps, StagingTable table, ProductionTable like) {
    var warehouse = steps.cloud().warehouse();
    var wanted =
        warehouse
            .table(like.name())
            .orElseThrow(
                () ->
                    CloudException.gone(
                        like, "Run preflight again.", Action.from(StageKind.PREFLIGHT.id())))
            .spec()
            .withoutExpiration();
    var found = warehouse.table(table.name());
    if (found.isEmpty()) {
      steps
          .cloud()
          .staging()
          .createTable(table, wanted, Map.of(Holder.RUN, Holder.clean(steps.run())));
      return new Done("made like " + like);
    }
    var unwritable = TableFit.unwritable(found.get());
    if (unwritable.isPresent()) {
      return Refused.of(unwritable.get());
    }
    var kept = found.get().spec().partitioning().flatMap(by -> by.expiration());
    if (kept.isPresent()) {
      // A day that is older vanishes as soon as it is written, and no job says so.
      return Refused.of(
          table + " lets its partitions expire after " + kept.get().toDays() + " days.",
          "Remove the expiration or the table, then resume.");
    }
    var diff = SpecDiff.of(wanted, found.get().spec());
    return diff.isEmpty()
        ? new AlreadyDone("was there, with the structure of " + like + own(steps, found.get()))
        : Refused.of(refusal(table, like, diff));
  }

  /** Labels a table that is used as it is; one that may not be labelled is used all the same. */
  private static String own(Steps steps, TableState table) {
    var labels = new HashMap<>(table.labels());
    var mine = Holder.clean(steps.run());
    if (mine.equals(labels.put(Holder.RUN, mine))) {
      return "";
    }
    try {
      steps.cloud().staging().label(table, labels);
      return "";
    } catch (CloudException e) {
      if (e.leavesUnknown() || e.kind() == CloudException.Kind.PRECONDITION) {
        throw e;
      }
      return "; it may not be labelled: " + e.getMessage();
    }
  }

  private static Problem refusal(StagingTable table, ProductionTable like, List<String> diff) {
    var shown = new ArrayList<>(diff.stream().limit(SHOWN_DIFFERENCES).toList());
    if (diff.size() > SHOWN_DIFFERENCES) {
      shown.add("… of " + diff.size());
    }
    return Problem.of(
            table + " has another structure than " + like + ".",
            "Clean up the backfill project, or use another one.")
        .under(shown);
  }
}
