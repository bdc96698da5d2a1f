package dev.backfill.estimate;

import static dev.backfill.estimate.Constant.CALL;
import static dev.backfill.estimate.Constant.COPY;
import static dev.backfill.estimate.Constant.QUERY;
import static dev.backfill.estimate.Constant.ROW_GROWTH;
import static dev.backfill.estimate.Constant.STAGE_RATE;

import dev.backfill.check.CountQuery;
import dev.backfill.plan.Plan;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes of what is known of a plan's cells what its run will take. */
public final class Estimator {
  // From the staging to the cleanup, in days: a run that waits for nobody, and one that is handed
  // over and looked at for a week.
  private static final Range KEPT_DAYS = new Range(0.2, 1, 7);

  // As stages do them: so many at once. A sandbox is one machine, which works on a few.
  private static final int QUERIES_AT_ONCE = 32;
  private static final int COPIES_AT_ONCE = 32;
  private static final int SANDBOX_AT_ONCE = 4;

  // Calls by stage: some of a run, some of each document type, some of each cell.
  private static final int CALLS_OF_RUN = 15;
  private static final int CALLS_OF_TYPE = 12;
  private static final int CALLS_OF_CELL = 3;

  // Dataflow's documents: a job under FlexRS may be delayed by up to six hours.
  private static final Range FLEX_DELAY = new Range(0, 1800, 6 * 3600);

  private final PlanFigures figures;
  private final Plan plan;
  private final Assumptions assumptions;
  private final Prices prices;
  private final boolean sandbox;
  private final Map<Scenario, JobCurve> jobs = new EnumMap<>(Scenario.class);

  /**
   * Makes an estimator.
   *
   * @param sandbox whether the run is on a sandbox, whose job has one process for its workers
   */
  public Estimator(PlanFigures figures, Assumptions assumptions, Prices prices, boolean sandbox) {
    this.figures = figures;
    this.plan = figures.plan();
    this.assumptions = assumptions;
    this.prices = prices;
    this.sandbox = sandbox;
  }

  /** The estimate of the stages of a playbook, in their order. */
  public Estimate of(Map<StageKind, Effort> stages) {
    return of(stages, Map.of());
  }

  /**
   * The same with what earlier runs tell: of the stages that they were through, the model's most
   * likely constants hold, and are corrected.
   */
  public Estimate of(Map<StageKind, Effort> stages, Map<StageKind, Correction> corrections) {
    var known = new Estimator(figures, assumptions.likely(), prices, sandbox);
    var all = new ArrayList<StageEstimate>();
    stages.forEach(
        (stage, effort) ->
            all.add(
                corrections.containsKey(stage)
                    ? known.corrected(stage, effort, corrections.get(stage))
                    : stage(stage, effort)));
    return new Estimate(
        figures.cells().size(),
        sum(CellFigures::rows),
        sum(CellFigures::stagedBytes),
        all,
        storage(),
        plan.decodes() ? Range.of(scenario -> job(scenario).peak()) : Range.ZERO,
        restsOn(corrections),
        figures.asked(),
        sandbox,
        prices);
  }

  private List<String> restsOn(Map<StageKind, Correction> corrections) {
    var all = new ArrayList<>(figures.restsOn());
    if (plan.template().isPresent()) {
      all.add("How fast the template decodes is not known: this console's own rate is taken.");
    }
    all.add("Prices are list prices of " + prices.asOf() + ": " + prices.source() + ".");
    all.add(
        sandbox
            ? "Times are those of this machine's sandbox; it bills nothing, and the dollars are"
                + " what the same work would cost on Google."
            : "Times follow from a model whose constants are partly assumed; src/docs/estimate.md"
                + " lists them.");
    if (!corrections.isEmpty()) {
      var runs = corrections.values().stream().mapToInt(Correction::runs).max().orElse(0);
      all.add(
          "Of "
              + corrections.keySet().stream()
                  .map(StageKind::id)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + " the times of "
              + Amounts.of(runs, "earlier run")
              + " of the same document types on this machine are taken.");
    }
    all.add("Waiting for confirmations, for a hand-over and for free quota is not counted.");
    return all;
  }

  private StageEstimate corrected(StageKind stage, Effort effort, Correction correction) {
    var model =
        effort == Effort.DECODES ? decode(stage, correction.vcpuSeconds()) : stage(stage, effort);
    return model.taking(model.seconds().times(correction.seconds()));
  }

  private StageEstimate stage(StageKind stage, Effort effort) {
    return switch (effort) {
      case CALLS -> StageEstimate.ofTime(stage, calls());
      case COPIES -> StageEstimate.ofTime(stage, copies());
      case DECODES -> decode(stage, Optional.empty());
      case STAGES -> queries(stage, effort, staging(effort));
      case DEDUPLICATES -> queries(stage, effort, staging(effort));
      case SCOPES -> queries(stage, effort, counting(number(effort), figures.cells().size()));
      case COUNTS -> queries(stage, effort, counting(types() * counts(), types()));
    };
  }

  private StageEstimate queries(StageKind stage, Effort effort, Range seconds) {
    var queried = queried(effort);
    return new StageEstimate(
        stage,
        calls().plus(seconds),
        queried,
        Range.ZERO,
        Range.ZERO,
        queried.map(prices::queried));
  }

  private Range queried(Effort effort) {
    var bytes = sum(cell -> cell.queried().getOrDefault(effort, Range.ZERO));
    if (effort != Effort.COUNTS) {
      return bytes;
    }
    // The days of a type are counted by the same queries.
    var tables = CountQuery.of(plan).stream().mapToInt(CountQuery::tables).sum();
    return Billing.billed(bytes, types() * tables);
  }

  private int types() {
    return (int) figures.cells().stream().map(cell -> cell.cell().type()).distinct().count();
  }

  /** By how many queries a type is counted. */
  private int counts() {
    return CountQuery.of(plan).size();
  }

  private Range calls() {
    var calls =
        CALLS_OF_RUN
            + CALLS_OF_TYPE * (double) types()
            + (double) CALLS_OF_CELL * figures.cells().size();
    return value(CALL).times(calls);
  }

  /** Queries that write whole rows, some at once: the larger the longer. */
  private Range staging(Effort effort) {
    var atOnce = atOnce(QUERIES_AT_ONCE, figures.cells().size());
    var rate = value(STAGE_RATE);
    var queried = queried(effort);
    var reading =
        new Range(
            queried.low() / rate.high(),
            queried.likely() / rate.likely(),
            queried.high() / rate.low());
    return reading.plus(value(QUERY).times(number(effort) / (double) atOnce));
  }

  private Range counting(int queries, int parts) {
    // The queries of a part follow each other; some parts are asked about at once.
    return value(QUERY).times(queries / (double) atOnce(QUERIES_AT_ONCE, parts));
  }

  private int atOnce(int most, int parts) {
    return Math.max(1, Math.min(sandbox ? SANDBOX_AT_ONCE : most, parts));
  }

  private int number(Effort effort) {
    return figures.cells().stream().mapToInt(c -> c.queries().getOrDefault(effort, 0)).sum();
  }

  private Range copies() {
    if (plan.finish().by() == Plan.By.HAND_OVER) {
      return value(CALL).times(2.0 * figures.cells().size());
    }
    var each = plan.finish().backup() ? 2 : 1;
    var cells = figures.cells().size();
    var rounds = Math.ceil(cells / (double) atOnce(COPIES_AT_ONCE, cells)) * each;
    return calls().plus(value(COPY).times(rounds));
  }

  /**
   * The decode job.
   *
   * @param factor how much more time its workers take than the model says
   */
  private StageEstimate decode(StageKind stage, Optional<Range> factor) {
    var seconds = calls().plus(Range.of(scenario -> job(scenario).seconds()));
    var flex = plan.dataflow().setup().flexRs();
    var machine = fleet().machine();
    var read = fleet().exported() ? Range.ZERO : sum(CellFigures::stagedBytes);
    var model = Range.of(scenario -> job(scenario).workerHours());
    var hours = factor.map(model::times).orElse(model);
    var workers =
        hours.map(
            h ->
                prices.workers(
                    h * machine.vcpus(), h * machine.memoryGb(), h * fleet().diskGb(), flex));
    // The files lie in the bucket from the first one to the job's end.
    var files =
        Range.of(
            s ->
                work(s).payloadBytes()
                    * assumptions.at(ROW_GROWTH, s)
                    / 1e9
                    * prices.filesGbMonth()
                    * job(s).seconds()
                    / (30 * 86_400.0));
    return new StageEstimate(
        stage,
        flex ? seconds.plus(FLEX_DELAY) : seconds,
        Range.ZERO,
        read,
        hours.times(3600.0 * machine.vcpus()),
        read.map(prices::read).plus(workers).plus(files),
        seconds.likely(),
        model.likely() * 3600 * machine.vcpus());
  }

  private Fleet fleet() {
    var flow = plan.dataflow();
    var machine = Machine.of(flow.machine());
    var disk = flow.setup().diskGb().map(Integer::doubleValue).orElse(Fleet.DISK_GB);
    var exported = flow.read() == Plan.Read.EXPORT;
    return sandbox
        ? new Fleet(1, 1, machine, exported, disk)
        : new Fleet(flow.initialWorkers(), flow.maxWorkers(), machine, exported, disk);
  }

  /** The job in a scenario; each is run once. */
  public JobCurve job(Scenario scenario) {
    return jobs.computeIfAbsent(
        scenario, s -> new JobSimulator(assumptions, s).run(work(s), fleet()));
  }

  private Work work(Scenario scenario) {
    var records = sum(CellFigures::rows).at(scenario);
    var staged = sum(CellFigures::stagedBytes).at(scenario);
    var payload =
        figures.cells().stream()
            .mapToDouble(
                cell -> {
                  var bytes = cell.stagedBytes().at(scenario);
                  var rows = cell.rows().at(scenario);
                  return rows == 0 ? 0 : bytes * Payloads.inflation(bytes / rows).at(scenario);
                })
            .sum();
    return new Work(records, staged, payload, types());
  }

  private Range storage() {
    var copies = plan.finish().backup() && plan.finish().by() == Plan.By.SELF ? 2 : 1;
    var bytes = sum(CellFigures::landedBytes).times(copies);
    var all = plan.decodes() ? bytes.plus(sum(CellFigures::stagedBytes)) : bytes;
    return new Range(
        prices.stored(all.low(), KEPT_DAYS.low()),
        prices.stored(all.likely(), KEPT_DAYS.likely()),
        prices.stored(all.high(), KEPT_DAYS.high()));
  }

  private Range value(Constant constant) {
    return assumptions.of(constant).value();
  }

  private Range sum(Function<CellFigures, Range> part) {
    return figures.cells().stream().map(part).reduce(Range.ZERO, Range::plus);
  }
}
