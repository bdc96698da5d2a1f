package dev.backfill.stages;

import static java.util.stream.Collectors.joining;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.TableState;
import dev.backfill.landing.Gate;
import dev.backfill.landing.RowPolicies;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Places;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableKind;
import dev.backfill.problem.Problem;
import dev.backfill.run.JobIds;
import dev.backfill.run.JobSubject;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.Stage;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.Done;
import dev.backfill.stage.StepResult.Refused;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks ahead what could stop the run later; changes nothing. */
public final class PreflightStage extends Stage {
  // Quota: 1,500 load jobs a table a day, failed ones counted; a decode job loads each day of a
  // table once, and may be tried three times.
  private static final int LOADS = 1500;
  private static final int TRIES = 3;

  // Quota: 100,000 copy jobs a project a day; each cell is backed up, copied, and may be undone.
  private static final int COPIES = 100_000;
  private static final int COPIES_A_CELL = 3;

  static final String TARGET = "target";
  static final String ENDPOINT = "endpoint";

  /** The step that tells what the target holds. */
  public static final String HELD = "what the target holds";

  static final String SCHEMAS = "schemas";
  static final String QUOTAS = "quotas";

  /** The step that tells what the run will take. */
  static final String ESTIMATE = "what it will take";

  static final String ARCHIVE = "the schemas";
  static final String TEMPLATE = "template";
  static final String THE_TEMPLATE = "the template";

  static String tablesOf(DocumentType type) {
    return "tables of " + type;
  }

  static String schemaOf(DocumentType type) {
    return "schema of " + type;
  }

  static String permissionsOn(String what) {
    return "permissions on " + what;
  }

  @Override
  public StageKind kind() {
    return StageKind.PREFLIGHT;
  }

  @Override
  public Role role() {
    return Role.PREPARES;
  }

  @Override
  public String heading() {
    return "Check what could stop the run";
  }

  @Override
  public List<PlannedStep> steps(PlannedRun run) {
    return new PreflightPlan(run).steps();
  }

  @Override
  public StepResult run(Steps steps) {
    var plan = steps.plan();
    var results = new StepResults();
    results.add(ask(steps, TARGET, () -> target(steps)));
    results.add(ask(steps, ENDPOINT, () -> endpoint(steps)));
    if (!results.succeeded()) {
      return results.whole("");
    }
    results.add(ask(steps, HELD, () -> new TargetOutlook(steps).tell()));
    for (var type : steps.view().types()) {
      results.add(ask(steps, tablesOf(type), () -> tables(steps, type)));
    }
    var schemas = new SchemaCheck(steps);
    if (plan.decodes()) {
      results.add(ask(steps, SCHEMAS, schemas::archive));
      for (var type : steps.view().types()) {
        results.add(ask(steps, schemaOf(type), () -> schemas.type(type)));
      }
    }
    plan.template()
        .ifPresent(
            template ->
                results.add(ask(steps, TEMPLATE, () -> new TemplateCheck(steps, template).look())));
    if (plan.decodes()) {
      plan.dataflow()
          .setup()
          .stagingBucket()
          .ifPresent(
              bucket ->
                  results.add(
                      ask(steps, StagingPlace.STEP, () -> StagingPlace.look(steps, bucket))));
    }
    results.add(ask(steps, QUOTAS, () -> quotas(steps)));
    var permissions = new PermissionCheck(steps);
    results.add(ask(steps, permissionsOn(plan.sourceProject()), permissions::source));
    results.add(ask(steps, permissionsOn(plan.targetProject()), permissions::target));
    plan.schemas()
        .ifPresent(
            archive ->
                results.add(ask(steps, permissionsOn(ARCHIVE), () -> permissions.object(archive))));
    plan.template()
        .ifPresent(
            template ->
                results.add(
                    ask(
                        steps,
                        permissionsOn(THE_TEMPLATE),
                        () -> permissions.object(template.spec()))));
    // Whoever is asked to spend more is not refused for another reason afterwards.
    if (results.succeeded()) {
      results.add(ask(steps, ESTIMATE, () -> new EstimateCheck(steps).look()));
    }
    var size =
        Amounts.of(plan.documents().size(), "document type")
            + ", "
            + Amounts.of(plan.days().list().size(), "day");
    var estimated =
        steps
            .result(ESTIMATE)
            .filter(Done.class::isInstance)
            .map(r -> "estimated: " + r.text())
            .stream();
    return results.whole(
        Stream.concat(Stream.concat(Stream.of(size), estimated), schemas.notes().stream())
            .collect(joining("\n")));
  }

  /**
   * A question that the service refuses to answer is a check that does not pass, and no failure.
   */
  private static StepResult ask(Steps steps, String subject, Supplier<StepResult> question) {
    return steps.look(
        subject,
        () -> {
          try {
            return question.get();
          } catch (CloudException e) {
            return switch (e.kind()) {
              case DENIED, NOT_SET_UP, UNSUPPORTED -> Refused.of(e.problem());
              case INVALID,
                      CREDENTIALS,
                      QUOTA,
                      NOT_FOUND,
                      CONFLICT,
                      PRECONDITION,
                      JOB_FAILED,
                      UNAVAILABLE ->
                  throw e;
            };
          }
        });
  }

  private StepResult target(Steps steps) {
    var project = steps.plan().targetProject();
    return TargetCheck.problem(steps.plan(), steps.around().targets(), steps.cloud().projects())
        .<StepResult>map(Refused::of)
        .orElseGet(() -> new Done(project + " may be written to"));
  }

  /**
   * Who acts; the datasets that the plan names, and no others, for a project may have a thousand;
   * and Dataflow, whose API, where it is not enabled, would fail the run only after its staging was
   * paid for.
   */
  private StepResult endpoint(Steps steps) {
    var plan = steps.plan();
    var named = datasets(plan);
    var who = steps.cloud().permissions().identity();
    var found = named.stream().filter(name -> isThere(steps, name)).count();
    return new Done(
        steps.cloud().description()
            + " answers: "
            + found
            + " of the plan's "
            + named.size()
            + " datasets in "
            + plan.sourceProject()
            + (plan.decodes() ? dataflow(steps) : "")
            + ". Asked "
            + who.text());
  }

  private static String dataflow(Steps steps) {
    var region = steps.plan().dataflow().region();
    var job = JobIds.dataflow(steps.run(), JobSubject.FIRST, 1);
    steps.cloud().jobs().find(steps.plan().targetProject(), region, job);
    return ", and Dataflow in " + region;
  }

  static List<DatasetName> datasets(Plan plan) {
    return plan.documents().stream()
        .flatMap(type -> plan.needed(type).stream())
        .map(table -> table.name().datasetName())
        .distinct()
        .toList();
  }

  // Who may read a table need not see its dataset: the tables are looked at one by one.
  private static boolean isThere(Steps steps, DatasetName name) {
    try {
      return steps.cloud().warehouse().dataset(name).isPresent();
    } catch (CloudException e) {
      if (e.kind() != CloudException.Kind.DENIED) {
        throw e;
      }
      return false;
    }
  }

  private StepResult tables(Steps steps, DocumentType type) {
    var plan = steps.plan();
    var problems = new ArrayList<Problem>();
    var fit = new TableFit(steps);
    for (var table : plan.needed(type)) {
      fit.problem(table).ifPresent(problems::add);
    }
    for (var table : plan.mirrored(type).keySet()) {
      fit.problem(table).ifPresent(problems::add);
    }
    var stable =
        steps
            .cloud()
            .warehouse()
            .table(plan.stable(type).name())
            .filter(found -> found.kind() == TableKind.TABLE);
    var keys = new KeyCheck(plan, steps.cloud().warehouse());
    stable.ifPresent(found -> problems.addAll(overwriting(steps, found)));
    stable.flatMap(found -> keys.problem(type, found)).ifPresent(problems::add);
    var size = Amounts.of(plan.needed(type).size(), "table") + " in " + plan.location();
    return problems.isEmpty()
        ? new Done(
            Stream.concat(
                    Stream.of(size),
                    stable.stream().flatMap(found -> keys.notes(type, found).stream()))
                .collect(joining("\n")))
        : new Refused(problems);
  }

  /** What speaks against overwriting partitions of a table. */
  private static List<Problem> overwriting(Steps steps, TableState stable) {
    var problems = new ArrayList<Problem>();
    if (stable.streaming()) {
      problems.add(
          Problem.of(
              stable.name() + " has rows in its streaming buffer, which no backup holds.",
              "Wait until it is flushed, then resume."));
    }
    // Where they may not be listed, only an overwriting by this console is stopped, at its gate.
    var policies = RowPolicies.of(steps.cloud().warehouse(), stable.name()).orElse(List.of());
    if (!policies.isEmpty()) {
      problems.add(RowPolicies.dropped(stable.name(), policies, steps.plan().finish().mode()));
    }
    steps.view().cells().stream()
        .filter(cell -> steps.plan().stable(cell.type()).name().equals(stable.name()))
        .flatMap(cell -> Gate.expiry(cell, stable, steps.now()).stream())
        .forEach(problems::add);
    stable
        .expires()
        .ifPresent(
            at ->
                problems.add(
                    Problem.of(
                        stable.name() + " expires at " + at + ".",
                        "Ask its owner to remove the expiration.")));
    return problems;
  }

  private static StepResult quotas(Steps steps) {
    var plan = steps.plan();
    var days = plan.days().list().size();
    var copies = plan.cells().size() * COPIES_A_CELL;
    var problems = new ArrayList<Problem>();
    if (plan.decodes() && days * TRIES > LOADS) {
      problems.add(
          Problem.of(
              days
                  + " days need up to "
                  + days * TRIES
                  + " load jobs per table; the quota is "
                  + LOADS
                  + " a day.",
              "Split the plan."));
    }
    if (copies > COPIES) {
      problems.add(
          Problem.of(
              "The plan needs "
                  + copies
                  + " copy jobs; the quota is "
                  + COPIES
                  + " per project and day.",
              "Split the plan."));
    }
    return problems.isEmpty()
        ? new Done(
            copies
                + " of "
                + COPIES
                + " copy jobs"
                + (plan.decodes() ? ", " + days * TRIES + " loads a table" + workers(steps) : ""))
        : new Refused(problems);
  }

  private static String workers(Steps steps) {
    var plan = steps.plan();
    var quotas = steps.cloud().jobs().quotas(plan.targetProject(), plan.dataflow().region());
    // A sandbox simulates its workers.
    var lines =
        steps.view().isOnGoogle() || quotas.isPresent()
            ? WorkerQuota.lines(plan, quotas).stream()
            : Stream.<String>empty();
    return Stream.concat(lines, Places.unlisted(plan).stream())
        .map(line -> "; " + line)
        .collect(joining());
  }
}
