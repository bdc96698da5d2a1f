package dev.backfill.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.CountsJson;
import dev.backfill.check.Verdict;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** What every form of a report shows, taken from a run's view. */
record Report(
    RunView view,
    List<CellLine> before,
    List<CellLine> after,
    List<Worker> workers,
    List<Staged> staged) {

  /** A cell's newest counts of a stage, with their checks. */
  record CellLine(Counts counts, List<CheckResult> checks) {
    Verdict verdict() {
      return Checks.verdict(checks);
    }
  }

  /** What staging one cell read and took. */
  record Staged(String cell, long rows, long bytes, long slotMillis) {}

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
            .toList(),
        staged(view));
  }

  /** Whether the worker counts are the sandbox's simulation. */
  boolean simulatedWorkers() {
    return view.newest(StageKind.DECODE, "state")
        .map(state -> state.path("simulated_workers").asBoolean())
        .orElse(false);
  }

  /** Every step that did not come to a good end. */
  List<StageLine> troubles() {
    return view.stages().stream()
        .flatMap(stage -> stage.lines().stream())
        .filter(line -> line.state() != State.DONE && line.state() != State.RUNNING)
        .toList();
  }

  /** The decode job's messages of importance ERROR. */
  List<String> jobErrors() {
    return view.all(StageKind.DECODE, "messages").stream()
        .map(Entry.Observed::value)
        .filter(message -> message.path("importance").asText().equals("ERROR"))
        .map(message -> message.path("time").asText() + " " + message.path("text").asText())
        .toList();
  }

  private static List<Staged> staged(RunView view) {
    var newest = new LinkedHashMap<String, Staged>();
    for (var observed : view.all(StageKind.STAGE, "staged")) {
      var value = observed.value();
      var cell = value.path("cell").asText();
      newest.put(
          cell,
          new Staged(
              cell,
              value.path("rows").asLong(),
              value.path("bytes").asLong(),
              value.path("slot_millis").asLong()));
    }
    return List.copyOf(newest.values());
  }

  private static Worker worker(JsonNode node) {
    return new Worker(
        node.path("time").asText(),
        node.path("current").asLong(),
        node.path("target").asLong(),
        node.path("text").asText());
  }

  /** In the plan's order: cells are counted side by side, and end in another each time. */
  private static List<CellLine> lines(RunView view, StageKind stage) {
    var newest = new HashMap<String, Counts>();
    for (var observed : view.all(stage, "counts")) {
      var counts = CountsJson.read(observed.value());
      newest.put(counts.cell().key(), counts);
    }
    return view.plan().cells().stream()
        .flatMap(cell -> Optional.ofNullable(newest.get(cell.key())).stream())
        .map(counts -> new CellLine(counts, Checks.of(counts)))
        .toList();
  }
}
