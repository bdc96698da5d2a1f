package dev.backfill.run;

import dev.backfill.estimate.Estimate;
import dev.backfill.estimate.Observation;
import dev.backfill.estimate.Quantities;
import dev.backfill.estimate.StageEstimate;
import dev.backfill.fact.Estimated;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run took so far beside what it was estimated to take.
 *
 * @param estimate the newest that preflight made
 * @param spent of the stages that were begun, by the estimate's prices
 */
public record Spending(Estimate estimate, List<StageSpent> spent) {
  public Spending {
    spent = List.copyOf(spent);
  }

  /**
   * That of a run which a console works on now; empty where nothing was estimated, as in older
   * journals.
   */
  public static Optional<Spending> of(RunView view, Instant now) {
    return of(view, Optional.of(now));
  }

  /** The same of a run of which that is not known: what has no end counts as far as was noted. */
  public static Optional<Spending> of(RunView view) {
    return of(view, Optional.empty());
  }

  private static Optional<Spending> of(RunView view, Optional<Instant> now) {
    return view.newest(Role.PREPARES, Estimated.class)
        .map(Estimated::estimate)
        .map(estimate -> new Spending(estimate, StageSpent.of(view, estimate.prices(), now)));
  }

  /** What a stage took; empty when it was not begun. */
  public Optional<StageSpent> of(StageKind stage) {
    return spent.stream().filter(one -> one.stage() == stage).findFirst();
  }

  public double seconds() {
    return spent.stream().mapToDouble(StageSpent::seconds).sum();
  }

  public double usd() {
    return spent.stream().mapToDouble(StageSpent::usd).sum();
  }

  /** In a line: what was spent so far, and what of the estimate is left. */
  public String brief() {
    var cost = estimate.usd();
    var time = estimate.seconds();
    return "%s and %s USD so far%s; left: %s and %s"
        .formatted(
            Quantities.span(seconds()),
            Quantities.money(usd()),
            beside(),
            Quantities.spans(time.less(seconds())),
            Quantities.usd(cost.less(usd())));
  }

  /** The same of a run that is over: nothing is left. */
  public String whole() {
    return "%s and %s USD in all%s"
        .formatted(Quantities.span(seconds()), Quantities.money(usd()), beside());
  }

  private String beside() {
    return "%s, of %s and %s estimated"
        .formatted(
            estimate.sandbox() ? " (on Google)" : "",
            Quantities.spans(estimate.seconds()),
            Quantities.usd(estimate.usd()));
  }

  /** What the stages that came to a good end tell of the next run of the same types. */
  List<Observation> observations(RunView view) {
    var found = new ArrayList<Observation>();
    for (var stage : estimate.stages()) {
      var ended = view.stage(stage.stage()).state() == State.DONE;
      of(stage.stage())
          .filter(one -> ended && one.seconds() > 0)
          .ifPresent(one -> found.add(observation(view, stage, one)));
    }
    return found;
  }

  private Observation observation(RunView view, StageEstimate stage, StageSpent took) {
    return new Observation(
        view.opened().run(),
        stage.stage(),
        view.stage(stage.stage()).ended().orElse(Instant.EPOCH),
        estimate.sandbox(),
        took.seconds(),
        stage.modelSeconds(),
        took.vcpuSeconds().orElse(0.0),
        stage.modelVcpuSeconds());
  }
}
