package dev.backfill.run;

import dev.backfill.confirm.Holder;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.text.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Says who holds what, in words: run, console, since when, and what this machine knows of it. */
public final class Holders {
  private final Steps steps;

  public Holders(Steps steps) {
    this.steps = steps;
  }

  /** A problem for each holder of some places, with what can be done. */
  public List<Problem> held(List<TargetResource> places) {
    var names = new LinkedHashMap<Holder, List<String>>();
    places.forEach(
        place ->
            place
                .holder()
                .ifPresent(
                    one -> names.computeIfAbsent(one, h -> new ArrayList<>()).add(place.name())));
    var problems = new ArrayList<Problem>();
    names.forEach(
        (holder, held) ->
            problems.add(
                problem(
                    String.join(", ", held)
                        + (held.size() == 1 ? " is" : " are")
                        + " held by "
                        + who(holder)
                        + ".",
                    holder)));
    return problems;
  }

  private Problem problem(String what, Holder holder) {
    return holder.isSameRun(steps.mark())
        ? Problem.of(what, "Go on with it there, or take over here.")
        : Problem.of(
                what,
                "Wait for that run, resume it or clean it up where it runs, use another target, or"
                    + " take over.")
            .with(Action.otherRun(holder.run()));
  }

  /** A holder, with age. */
  public String who(Holder holder) {
    var known = new NeighbourRuns(steps).known(holder.run());
    return (holder.isSameRun(steps.mark()) ? "this run" : "run " + holder.run())
        + known.map(run -> " (" + run.plan().name() + ", of this machine)").orElse("")
        + (holder.console().isEmpty() ? "" : " on " + holder.console())
        + holder.since().map(at -> ", since " + at + " (" + age(at) + " ago)").orElse("");
  }

  private String age(Instant at) {
    var age = Duration.between(at, steps.now());
    return Amounts.age(age.isNegative() ? Duration.ZERO : age);
  }
}
