package dev.backfill.run;

import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.Stop;
import dev.backfill.confirm.ConfirmationDesk;
import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Holder;
import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TargetRule;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What a test's run has around it: it waits for nothing, everything is confirmed, nobody listens.
 *
 * @param report where its report would be
 */
public record Around(
    Path report, Clock clock, Sleeper sleeper, Operator operator, RunListener to, String console) {
  /** A run whose report would be in a folder. */
  public static Around in(Path folder) {
    return new Around(
        folder.resolve("report.html"),
        Clock.systemUTC(),
        time -> {},
        ConfirmationRequest::phrases,
        new Silent(),
        ThisConsole.identity());
  }

  public Around at(Clock time) {
    return new Around(report, time, sleeper, operator, to, console);
  }

  public Around sleeping(Sleeper how) {
    return new Around(report, clock, how, operator, to, console);
  }

  public Around asking(Operator whom) {
    return new Around(report, clock, sleeper, whom, to, console);
  }

  public Around telling(RunListener whom) {
    return new Around(report, clock, sleeper, operator, whom, console);
  }

  public Around on(String another) {
    return new Around(report, clock, sleeper, operator, to, another);
  }

  public Engine.Surroundings made() {
    return new Engine.Surroundings(
            "test", clock, sleeper, operator, to, view -> report, TargetRule.DEFAULT)
        .on(console);
  }

  /** What a stage of a run that was begun does its work by, without the engine. */
  public static Steps steps(
      StageKind stage, Plan plan, Cloud cloud, Journal journal, Engine.Surroundings around) {
    var run =
        new Steps.Run(
            new Holder("r1", ThisConsole.identity(), Optional.empty()),
            plan,
            cloud,
            new RunLog(plan, journal, around.clock(), around.listener()),
            new Stop(),
            new ConfirmationDesk(around.clock()),
            around,
            new Patience(around.clock(), time -> {}));
    return new Steps(run, stage, false);
  }

  /** Nobody listens. */
  public static final class Silent implements RunListener {
    @Override
    public void changed(RunView view) {}

    @Override
    public void said(StageKind stage, String text) {}
  }
}
