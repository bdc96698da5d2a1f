package dev.backfill.run;

import dev.backfill.confirm.Holder;
import dev.backfill.text.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Says who holds what, in words: run, console, since when, and what this machine knows of it. */
final class Holders {
  private final Steps steps;

  Holders(Steps steps) {
    this.steps = steps;
  }

  /** A line for each holder of some places, with what can be done. */
  List<String> held(List<Place> places) {
    var names = new LinkedHashMap<Holder, List<String>>();
    places.forEach(
        place ->
            place
                .holder()
                .ifPresent(
                    one -> names.computeIfAbsent(one, h -> new ArrayList<>()).add(place.name())));
    var lines = new ArrayList<String>();
    names.forEach(
        (holder, held) ->
            lines.add(
                String.join(", ", held)
                    + (held.size() == 1 ? " is" : " are")
                    + " held by "
                    + who(holder)
                    + ". "
                    + remedy(holder)));
    return lines;
  }

  private String remedy(Holder holder) {
    return holder.isSameRun(steps.mark())
        ? "Go on with it there, or take over here."
        : "Wait for it, go on with that run or clean it up where it runs (--resume "
            + holder.run()
            + "), take another target, or take over.";
  }

  /** A holder, with age. */
  String who(Holder holder) {
    var known = new Neighbours(steps).known(holder.run());
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
