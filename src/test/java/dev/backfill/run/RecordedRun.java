package dev.backfill.run;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.TargetRule;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The runs on the cloud in memory whose journals are kept as test data: what this class does today
 * is what an older console did when it wrote them, so that its cloud stands where theirs stood.
 */
public final class RecordedRun {
  static final String RUN = "r1";

  private final Path folder;
  final Plan plan;
  public final FakeCloud cloud;
  private final Clock clock = new Ticking();
  private final Set<String> executed = new HashSet<>();
  final Set<String> asked = new HashSet<>();

  public RecordedRun(Path folder, String finish) throws Exception {
    this.folder = folder;
    this.plan =
        PlanFile.read(
            """
            name: recorded
            reason: a run whose journal is kept
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4, telemetry/core/10 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            finalize: %s
            """
                .formatted(finish));
    this.cloud = new FakeCloud(plan).keepingTime();
    cloud.tellsReads = false;
  }

  /**
   * One cell deviates and is accepted, one is left out, one is decoded again; three are copied, and
   * undone.
   */
  static RecordedRun undone(Path folder) throws Exception {
    var run = new RecordedRun(folder, "{ mode: overwrite, backup: true, by: self }");
    var cells = run.plan.cells();
    run.cloud.holding(
        run.plan.decoded(cells.get(0).type()).name(), cells.get(0).day(), FakeCloud.DOCUMENTS + 1);
    run.go(null, StageKind.VALIDATE);
    run.cloud.holding(run.plan.backfill(cells.get(0).type()).name(), cells.get(0).day(), 3);
    run.go(StageKind.VALIDATE, StageKind.FINALIZE);
    run.decide(
        new Decision.Accept(cells.get(0), "one document of four is known to be broken"),
        new Decision.LeaveOut(cells.get(1), "its job runs again"),
        new Decision.Again(cells.get(2)));
    run.go(null, StageKind.VERIFY);
    run.undo();
    return run;
  }

  /** Handed over to others, and awaited. */
  static RecordedRun handedOver(Path folder) throws Exception {
    var run = new RecordedRun(folder, "{ mode: overwrite, backup: true, by: hand-over }");
    run.go(null, StageKind.REPORT);
    return run;
  }

  public Outcome go(StageKind from, StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(journal).run(from, until);
    }
  }

  Outcome undo() {
    try (var journal = Journal.open(folder)) {
      return engine(journal).undo();
    }
  }

  void decide(Decision... decisions) {
    try (var journal = Journal.open(folder)) {
      if (!(engine(journal).decide(List.of(decisions)) instanceof StepResult.Done)) {
        throw new IllegalStateException("Nothing was decided.");
      }
    }
  }

  /** The word that a packet was executed. */
  void executed(String digest) {
    executed.add(digest);
  }

  private Engine engine(Journal journal) {
    return new Engine(
        RUN,
        plan,
        cloud.cloud(),
        journal,
        new Engine.Surroundings(
                "0.9",
                clock,
                time -> {},
                new Agrees(),
                new Around.Silent(),
                view -> Path.of("report.html"),
                TargetRule.DEFAULT)
            .on("operator-console"));
  }

  private final class Agrees implements Operator {
    @Override
    public Set<String> typed(ConfirmationRequest<?> request) {
      asked.addAll(request.phrases());
      return request.phrases();
    }

    @Override
    public Set<String> executed() {
      return executed;
    }
  }

  /** A second passes with each look at it. */
  private static final class Ticking extends Clock {
    private final AtomicLong seconds =
        new AtomicLong(Instant.parse("2026-11-25T23:00:00Z").getEpochSecond());

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds.incrementAndGet());
    }
  }
}
