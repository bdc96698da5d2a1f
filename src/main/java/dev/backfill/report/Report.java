package dev.backfill.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.CountsJson;
import dev.backfill.check.Verdict;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;

/** What every form of a report shows, taken from a run's view. */
record Report(RunView view, List<CellLine> before, List<CellLine> after, List<Worker> workers) {

  /** A cell's newest counts of a stage, with their checks. */
  record CellLine(Counts counts, List<CheckResult> checks) {
    Verdict verdict() {
      return Checks.verdict(checks);
    }
  }

  /** Workers at a time (UTC, ISO-8601). */
  record Worker(String time, long current, long target, String text) {}

  static Report of(RunView view) {
    return new Report(
        view,
        lines(view, StageKind.VALIDATE),
        lines(view, StageKind.VERIFY),
        view.all(StageKind.DECODE, "workers").stream()
            .map(Entry.Observed::value)
            .map(Report::worker)
            .toList());
  }

  /** Whether the worker counts are the sandbox's simulation. */
  boolean simulatedWorkers() {
    return view.newest(StageKind.DECODE, "state")
        .map(state -> state.path("simulated_workers").asBoolean())
        .orElse(false);
  }

  private static Worker worker(JsonNode node) {
    return new Worker(
        node.path("time").asText(),
        node.path("current").asLong(),
        node.path("target").asLong(),
        node.path("text").asText());
  }

  private static List<CellLine> lines(RunView view, StageKind stage) {
    var newest = new LinkedHashMap<String, Counts>();
    for (var observed : view.all(stage, "counts")) {
      var counts = CountsJson.read(observed.value());
      newest.put(counts.cell().key(), counts);
    }
    return lines(newest.values());
  }

  private static List<CellLine> lines(Collection<Counts> counts) {
    return counts.stream().map(c -> new CellLine(c, Checks.of(c))).toList();
  }
}
