package dev.backfill.cli;

import dev.backfill.cli.KillMatrix.Kill;
import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Kills the undo of a run that copied and verified two partitions. */
final class UndoMatrix {
  /** What is said to a console that is to be killed at an undo. */
  static final String UNDO = "undo";

  // Begun; agreed; for each partition its start, what it left, its backup, its end; ended.
  private static final int ENTRIES = 1 + 1 + 2 * 4 + 1;

  private final Stand stand;
  private final int begun;
  private final int ended;

  /** Undoes without a kill. */
  UndoMatrix(Stand stand) throws IOException {
    this.stand = stand;
    var where = stand.before(StageKind.CLEANUP);
    begun = Stand.journal(where).size();
    try (var sandbox = Sandbox.start(where, 0)) {
      undo(where, sandbox, Stand.agrees());
    }
    ended = Stand.journal(where).size();
    Stand.remove(where);
    if (ended - begun != ENTRIES) {
      throw new IllegalStateException("an undo wrote " + (ended - begun) + " entries");
    }
  }

  /** What is not as it should be after a kill. */
  List<String> failures(boolean whole) throws Exception {
    var failures = new ArrayList<String>();
    for (var kill : whole ? all() : sample()) {
      var wrong = kill(kill);
      wrong.forEach(line -> failures.add("undo, killed " + kill + ": " + line));
      System.out.println("  undo " + kill + " " + (wrong.isEmpty() ? "same end" : wrong));
    }
    return failures;
  }

  private List<Kill> all() {
    return IntStream.rangeClosed(begun + 1, ended)
        .boxed()
        .flatMap(n -> Stream.of(new Kill(true, n), new Kill(false, n)))
        .toList();
  }

  /** A restore that nobody saw end, and one that was seen and not noted as ended. */
  private List<Kill> sample() {
    return List.of(new Kill(true, begun + 5), new Kill(false, begun + 8));
  }

  /** Kills an undo and undoes again; gives what is not as it should be. */
  private List<String> kill(Kill kill) throws Exception {
    var where = stand.before(StageKind.CLEANUP);
    var wrong = new ArrayList<String>();
    try (var sandbox = Sandbox.start(where, 0)) {
      var code = KilledRun.run(where, sandbox, kill.before(), kill.entry(), List.of(UNDO));
      if (code != 128 + 9) {
        wrong.add("the process ended by itself with " + code);
      }
      var restored = Stand.jobs(sandbox);
      var asked = new HashSet<String>();
      Operator operator =
          request -> {
            request.items().forEach(item -> asked.add(item.phrase()));
            return request.phrases();
          };
      var outcome = undo(where, sandbox, operator);
      var stage = RunView.of(Journal.read(Stand.runFolder(where))).stage(StageKind.FINALIZE);
      // After its last entry nothing is left to undo, which is refused.
      if (stage.state() != State.UNDONE || outcome != Outcome.DONE && kill.entry() < ended) {
        wrong.add("undone again, it ended " + outcome + ", " + stage.state() + " " + stage.text());
      }
      asked.stream()
          .map(phrase -> phrase.substring(phrase.lastIndexOf('.') + 1))
          .filter(to -> copies(restored, to) > 1)
          .forEach(to -> wrong.add("asked again for " + to + ", which was restored"));
      for (var to : List.of("core_v10$20200414", "core_v10$20200415")) {
        if (copies(Stand.jobs(sandbox), to) != 2) {
          wrong.add(
              copies(Stand.jobs(sandbox), to) + " copies to " + to + ", not one and its undo");
        }
      }
      if (!Stand.production(sandbox).equals(stand.productionBefore(StageKind.FINALIZE))) {
        wrong.add("production is not byte for byte as before the copy");
      }
    }
    Stand.remove(where);
    return wrong;
  }

  private Outcome undo(Path where, Sandbox sandbox, Operator operator) throws IOException {
    var quiet = new Faults(List.of(), 0, () -> {});
    return Stand.headless(where, sandbox, operator, quiet).undo(stand.plan());
  }

  private static int copies(Map<String, Integer> jobs, String to) {
    return jobs.entrySet().stream()
        .filter(job -> job.getKey().contains(FillOptions.SOURCE) && job.getKey().contains(to))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
