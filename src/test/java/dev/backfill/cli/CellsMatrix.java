package dev.backfill.cli;

import dev.backfill.journal.Entry;
import dev.backfill.run.Outcome;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Kills a validated run whose first day is left out, or whose second is decoded once more. */
final class CellsMatrix {
  private static final String FIRST = "telemetry/core/10@2020-04-14";
  private static final String SECOND = "telemetry/core/10@2020-04-15";

  private final Stand stand;
  private final Choice choice;
  private final int begun;
  private final List<Entry> entries;
  private final List<String> dump;

  /** What is said of a cell. */
  enum Choice {
    LEAVE_OUT("leave-out", "leave-out=" + FIRST + "=its daily job runs again"),
    AGAIN("again", "again=" + SECOND);

    private final String id;
    private final String said;

    Choice(String id, String said) {
      this.id = id;
      this.said = said;
    }

    String id() {
      return id;
    }
  }

  /** Runs to the end without a kill. */
  CellsMatrix(Stand stand, Choice choice) throws IOException {
    this.stand = stand;
    this.choice = choice;
    this.begun = stand.entriesBefore(StageKind.FINALIZE);
    var where = stand.before(StageKind.FINALIZE);
    try (var sandbox = Sandbox.start(where, 0)) {
      var outcome = goOn(where, sandbox);
      if (outcome != Outcome.DONE) {
        throw new IllegalStateException("without a kill it ended " + outcome);
      }
      dump = Stand.dump(sandbox);
      entries = Stand.journal(where);
    }
    Stand.remove(where);
  }

  /** What is not as it should be after a kill. */
  List<String> failures(boolean whole) throws Exception {
    var failures = new ArrayList<String>();
    for (var kill : whole ? all() : sample()) {
      var wrong = kill(kill);
      wrong.forEach(line -> failures.add(choice.id + ", killed " + kill + ": " + line));
      var end = wrong.isEmpty() ? "same end" : wrong.toString();
      System.out.println("  " + choice.id + " " + kill + " " + end);
    }
    return failures;
  }

  private List<KillMatrix.Kill> all() {
    return IntStream.rangeClosed(begun + 1, entries.size())
        .boxed()
        .flatMap(n -> List.of(new KillMatrix.Kill(true, n), new KillMatrix.Kill(false, n)).stream())
        .toList();
  }

  /** Right after the choice; for a cell that is decoded again, before its job's end is noted. */
  private List<KillMatrix.Kill> sample() {
    if (choice == Choice.LEAVE_OUT) {
      return List.of(new KillMatrix.Kill(false, begun + 1));
    }
    var job =
        IntStream.range(begun, entries.size())
            .filter(
                i ->
                    entries.get(i) instanceof Entry.Ended ended
                        && ended.step().toString().equals("decode:again 1"))
            .findFirst()
            .orElseThrow();
    return List.of(new KillMatrix.Kill(true, job + 1));
  }

  private List<String> kill(KillMatrix.Kill kill) throws Exception {
    var where = stand.before(StageKind.FINALIZE);
    var wrong = new ArrayList<String>();
    try (var sandbox = Sandbox.start(where, 0)) {
      var ended = KilledRun.run(where, sandbox, kill.before(), kill.entry(), List.of(choice.said));
      if (ended != 128 + 9) {
        wrong.add("the process ended by itself with " + ended);
      }
      var outcome = goOn(where, sandbox);
      if (outcome != Outcome.DONE) {
        wrong.add("resumed, it ended " + outcome + ": " + Stand.text(where));
      }
      wrong.addAll(jobs(sandbox));
      wrong.addAll(Stand.difference(dump, Stand.dump(sandbox)));
    }
    Stand.remove(where);
    return wrong;
  }

  /** Every table and partition is written once, and a cell is decoded again by one job. */
  private List<String> jobs(Sandbox sandbox) throws IOException {
    var wrong = new ArrayList<String>();
    var jobs = Stand.jobs(sandbox);
    for (Map.Entry<String, Integer> job : jobs.entrySet()) {
      var times = job.getKey().equals("decode") && choice == Choice.AGAIN ? 2 : 1;
      if (job.getValue() != times) {
        wrong.add(job.getValue() + " times: " + job.getKey());
      }
      var isOut = job.getKey().startsWith("copy") && job.getKey().contains("core_v10$20200414");
      if (isOut && choice == Choice.LEAVE_OUT) {
        wrong.add("copied, though it is left out: " + job.getKey());
      }
    }
    return wrong;
  }

  /** Says what is not in the journal yet, as an operator would, and goes on to the end. */
  private Outcome goOn(Path where, Sandbox sandbox) throws IOException {
    var noted =
        Stand.journal(where).stream()
            .anyMatch(e -> e instanceof Entry.LeftOut || e instanceof Entry.Again);
    var decisions = KilledRun.decisions(noted ? List.of() : List.of(choice.said));
    var quiet = new Faults(List.of(), 0, () -> {});
    return Stand.headless(where, sandbox, Stand.agrees(), quiet, decisions)
        .run(stand.plan(), null, StageKind.REPORT);
  }
}
