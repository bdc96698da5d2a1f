package dev.backfill.stages;

import dev.backfill.cloud.EmptyingSql;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.WorkerSetup;
import dev.backfill.run.ByHand;
import dev.backfill.run.JobIds;
import dev.backfill.run.PlannedRun;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.PlannedStep.Kind;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The steps of one decode job, and how the same job is launched by hand. */
final class DecodePlan {
  private final PlannedRun run;
  private final Plan plan;
  private final String subject;

  /**
   * Makes the steps of a run's next job.
   *
   * @param subject the job's own step
   */
  DecodePlan(PlannedRun run, String subject) {
    this.run = run;
    this.plan = run.plan();
    this.subject = subject;
  }

  List<PlannedStep> steps() {
    var steps = new ArrayList<PlannedStep>();
    steps.add(RunBucket.step(StageKind.DECODE, run));
    StagingPlace.step(StageKind.DECODE, plan).ifPresent(steps::add);
    tables().forEach(table -> steps.add(emptying(table)));
    plan.template()
        .ifPresentOrElse(
            template -> steps.addAll(new TemplatePlan(run, template, subject).steps()),
            () -> steps.addAll(List.of(schemas(), job())));
    return steps;
  }

  private List<StagingTable> tables() {
    return DecodeOrder.outputs(plan, run.decoded());
  }

  private PlannedStep emptying(StagingTable table) {
    var name = DecodeStage.emptying(table);
    var step = new Step(StageKind.DECODE, Step.forTry(name, "try 1"));
    return PlannedStep.of(StageKind.DECODE, name, Kind.WRITES)
        .calling("bigquery.jobs.list", "bigquery.tables.get", "bigquery.jobs.insert (query)")
        .touching("deletes what " + table + " holds of the cells, if it holds rows")
        .needing(
            plan.targetProject(),
            "bigquery.jobs.list",
            "bigquery.tables.get",
            "bigquery.jobs.create",
            "bigquery.tables.getData",
            "bigquery.tables.updateData")
        .sending(() -> sql(table))
        .byHand(() -> ByHand.query(plan, JobIds.bigQuery(run.id(), step, 1), sql(table)));
  }

  private String sql(StagingTable table) {
    return EmptyingSql.of(plan, table, run.decoded());
  }

  private PlannedStep schemas() {
    var bucket = JobIds.bucket(plan.targetProject(), run.id());
    return PlannedStep.of(StageKind.DECODE, DecodeStage.SCHEMAS, Kind.MAKES)
        .calling("bigquery.tables.get", "storage.objects.get", "storage.objects.insert")
        .touching("puts the structures of the tables into gs://" + bucket + "/schemas")
        .needing(
            plan.targetProject(),
            "bigquery.tables.get",
            "storage.objects.get",
            "storage.objects.create")
        .byHand(() -> launch() + " \\\n  --only-schemas");
  }

  private PlannedStep job() {
    var flow = plan.dataflow();
    var step =
        PlannedStep.of(StageKind.DECODE, subject, Kind.WRITES)
            .calling(
                "dataflow.projects.locations.jobs.list",
                "dataflow.projects.locations.jobs.create",
                "dataflow.projects.locations.jobs.get",
                "dataflow.projects.locations.jobs.messages.list",
                "dataflow.projects.locations.jobs.getMetrics",
                "bigquery.jobs.list",
                "storage.objects.insert")
            .touching(touches())
            .needing(
                plan.targetProject(),
                "dataflow.jobs.create",
                "dataflow.jobs.get",
                "dataflow.jobs.list",
                "dataflow.jobs.cancel",
                "dataflow.messages.list",
                "dataflow.metrics.get",
                "iam.serviceAccounts.actAs",
                "bigquery.tables.list",
                "storage.objects.create")
            .byHand(this::launchWithNotes);
    return flow.read() == Plan.Read.DIRECT
        ? step.needing(plan.targetProject(), "bigquery.readsessions.create")
        : step;
  }

  private String touches() {
    return "writes the rows of "
        + plan.documents().size()
        + " tables of "
        + plan.targetProject()
        + workers(plan.dataflow());
  }

  /** With which workers a job is made, in words that go on after others. */
  static String workers(Plan.Dataflow flow) {
    return ", with "
        + flow.initialWorkers()
        + " to "
        + flow.maxWorkers()
        + " workers of "
        + flow.machine()
        + " in "
        + flow.region()
        + (flow.publicIps() ? ", with public addresses" : ", without public addresses")
        + setup(flow.setup());
  }

  /** What is not left to Dataflow, in words. */
  private static String setup(WorkerSetup setup) {
    var words = new ArrayList<String>();
    setup.serviceAccount().ifPresent(account -> words.add("as " + account));
    setup.network().ifPresent(network -> words.add("in network " + network));
    setup.subnetwork().ifPresent(subnetwork -> words.add("in subnetwork " + subnetwork));
    setup.kmsKey().ifPresent(key -> words.add("encrypted by " + key));
    setup.diskGb().ifPresent(gb -> words.add("disks of " + gb + " GB"));
    setup.stagingLocation().ifPresent(place -> words.add("their files kept in " + place));
    words.add("buffers of " + setup.uploadBufferMb() + " MiB for uploads");
    if (setup.flexRs()) {
      words.add("whenever workers are cheap (FlexRS: within six hours)");
    }
    setup.serviceOptions().forEach(option -> words.add("service option " + option));
    setup.experiments().forEach(option -> words.add("experiment " + option));
    setup.labels().forEach((key, value) -> words.add("label " + key + "=" + value));
    return words.stream().map(word -> ", " + word).collect(Collectors.joining());
  }

  /** What a launch follows from the tables, and no option says, in comments above it. */
  private String launchWithNotes() {
    var errors =
        run.decoded().stream()
            .map(cell -> plan.errors(cell.type()).toString())
            .distinct()
            .collect(Collectors.joining(", "));
    return "# Rows are loaded into tables that are there, by files, with the partitioning and the"
        + " clustering that each has of production.\n# Rows that cannot be decoded go to "
        + errors
        + ".\n"
        + launch();
  }

  private String launch() {
    var job = JobIds.dataflow(run.id(), subject, 1);
    return ByHand.launch(plan, run.id(), job, run.decoded());
  }
}
