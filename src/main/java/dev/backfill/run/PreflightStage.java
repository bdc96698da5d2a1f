package dev.backfill.run;

import dev.backfill.cloud.TableState;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.ProductionTable;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks ahead what could stop the run later; changes nothing. */
final class PreflightStage implements Stage {
  private static final Set<String> ON_SOURCE =
      Set.of("bigquery.tables.get", "bigquery.tables.list", "bigquery.tables.getData");
  private static final Set<String> ON_TARGET =
      Set.of(
          "bigquery.datasets.create",
          "bigquery.datasets.delete",
          "bigquery.tables.create",
          "bigquery.tables.delete",
          "bigquery.tables.getData",
          "bigquery.tables.updateData",
          "bigquery.jobs.create",
          "dataflow.jobs.create",
          "dataflow.jobs.get",
          "dataflow.jobs.list",
          "dataflow.jobs.cancel",
          "dataflow.messages.list",
          "dataflow.metrics.get",
          "storage.buckets.create",
          "storage.buckets.delete",
          "storage.buckets.list",
          "storage.objects.delete",
          "storage.objects.list");

  private final TargetRule rule;

  PreflightStage(TargetRule rule) {
    this.rule = rule;
  }

  @Override
  public StepResult run(Steps steps) {
    var plan = steps.plan();
    var results = new StepResults();
    results.add(steps.look("target", () -> target(steps)));
    results.add(steps.look("endpoint", () -> endpoint(steps)));
    if (!results.succeeded()) {
      return results.whole("");
    }
    for (var type : plan.documents()) {
      results.add(steps.look("tables of " + type, () -> tables(steps, type)));
    }
    results.add(steps.look("schemas", () -> schemas(steps)));
    results.add(
        steps.look(
            "permissions on " + plan.sourceProject(),
            () -> permissions(steps, plan.sourceProject(), ON_SOURCE)));
    results.add(
        steps.look(
            "permissions on " + plan.targetProject(),
            () -> permissions(steps, plan.targetProject(), ON_TARGET)));
    return results.whole(
        plan.documents().size() + " document types, " + plan.days().list().size() + " days");
  }

  private StepResult target(Steps steps) {
    var project = steps.plan().targetProject();
    return rule.problem(project)
        .<StepResult>map(problem -> new Refused(List.of(problem)))
        .orElseGet(() -> new Done(project + " may be written to"));
  }

  private StepResult endpoint(Steps steps) {
    var datasets = steps.cloud().warehouse().datasets(steps.plan().sourceProject());
    return new Done(
        steps.cloud().description()
            + " answers: "
            + datasets.size()
            + " datasets in "
            + steps.plan().sourceProject());
  }

  private StepResult tables(Steps steps, DocumentType type) {
    var plan = steps.plan();
    var problems = new ArrayList<String>();
    for (var table :
        List.of(
            plan.decoded(type), plan.live(type), plan.stable(type), plan.productionErrors(type))) {
      var state = steps.cloud().warehouse().table(table.name());
      problem(table, state, plan.location()).ifPresent(problems::add);
    }
    return problems.isEmpty() ? new Done("4 tables in " + plan.location()) : new Refused(problems);
  }

  private static Optional<String> problem(
      ProductionTable table, Optional<TableState> state, String location) {
    if (state.isEmpty()) {
      return Optional.of(
          "There is no table " + table + ". Check the document type and source.project.");
    }
    return state.get().location().equalsIgnoreCase(location)
        ? Optional.empty()
        : Optional.of(
            table + " lies in " + state.get().location() + ". Set target.location to that.");
  }

  private StepResult schemas(Steps steps) {
    var uri = steps.plan().schemas();
    return steps.cloud().objects().exists(uri)
        ? new Done(uri)
        : new Refused(
            List.of("No schema archive at " + uri + ". List its folder and pick the newest."));
  }

  private StepResult permissions(Steps steps, String project, Set<String> asked) {
    var granted = steps.cloud().permissions().granted(project, asked);
    if (granted.isEmpty()) {
      return new StepResult.Skipped("unknown: " + project + " does not say");
    }
    var missing = new TreeSet<>(asked);
    missing.removeAll(granted.get());
    return missing.isEmpty()
        ? new Done(asked.size() + " granted")
        : new Refused(
            List.of(
                "Not granted on "
                    + project
                    + ": "
                    + String.join(", ", missing)
                    + ". Ask for a role that has them."));
  }
}
