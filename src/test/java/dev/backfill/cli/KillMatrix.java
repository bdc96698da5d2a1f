package dev.backfill.cli;

import dev.backfill.confirm.Operator;
import dev.backfill.run.Outcome;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Kills a run by {@code kill -9} before or after entries of its journal, and goes on with it. */
final class KillMatrix {
  /** Where a run is killed. */
  record Kill(boolean before, int entry) {
    @Override
    public String toString() {
      return (before ? "before " : "after ") + entry;
    }
  }

  private final Stand stand;

  KillMatrix(Stand stand) {
    this.stand = stand;
  }

  /** Before and after each entry of the stages that are asked for. */
  List<Kill> all(Predicate<StageKind> asked) {
    return IntStream.rangeClosed(1, stand.entries())
        .boxed()
        .filter(n -> asked.test(stand.stageOf(n)))
        .flatMap(n -> Stream.of(new Kill(true, n), new Kill(false, n)))
        .toList();
  }

  /** What is not as it should be after some kills; prints a line for each, and the sums. */
  List<String> failures(List<Kill> kills) throws Exception {
    var failures = new ArrayList<String>();
    var points = new LinkedHashMap<StageKind, int[]>();
    for (var kill : kills) {
      var stage = stand.stageOf(kill.entry());
      var wrong = kill(kill);
      var count = points.computeIfAbsent(stage, s -> new int[2]);
      count[0]++;
      count[1] += wrong.isEmpty() ? 1 : 0;
      wrong.forEach(line -> failures.add(stage + ", killed " + kill + ": " + line));
      System.out.println("  " + stage + " " + kill + " " + (wrong.isEmpty() ? "same end" : wrong));
    }
    System.out.println("kill matrix: stage, kill points, resumed to the same end");
    points.forEach((stage, n) -> System.out.println("  " + stage + " " + n[0] + " " + n[1]));
    return failures;
  }

  /** Kills and resumes; gives what is not as it should be. */
  private List<String> kill(Kill kill) throws Exception {
    var where = stand.beforeEntry(kill.entry());
    var wrong = new ArrayList<String>();
    try (var sandbox = Sandbox.start(where, 0)) {
      var ended = KilledRun.run(where, sandbox, kill.before(), kill.entry(), List.of());
      if (ended != 128 + 9) {
        wrong.add("the process ended by itself with " + ended);
      }
      var copied = Stand.jobs(sandbox).keySet();
      var empty = Stand.get(sandbox, datasets()).path("datasets").isEmpty();
      var asked = new HashSet<String>();
      Operator operator =
          request -> {
            request.items().forEach(item -> asked.add(item.phrase()));
            return request.phrases();
          };
      var outcome = stand.run(where, sandbox, null, StageKind.REPORT, operator);
      if (outcome != Outcome.DONE) {
        wrong.add("resumed, it ended " + outcome + ": " + Stand.text(where));
      }
      // Of partitions alone: error rows that are gone are not counted any more, which is refused.
      for (var phrase : asked.stream().filter(one -> one.contains("$")).toList()) {
        var table = phrase.substring(phrase.lastIndexOf('.') + 1);
        var prod = FillOptions.SOURCE;
        if (copied.stream().anyMatch(job -> job.contains(table) && job.contains(prod))) {
          wrong.add("asked again for " + phrase + ", which was copied");
        }
      }
      if (empty && kill.entry() > stand.entriesBefore(StageKind.CLEANUP) + 3 && !asked.isEmpty()) {
        wrong.add("asked again for " + asked + ", which were deleted");
      }
      Stand.jobs(sandbox)
          .forEach(
              (job, times) -> {
                if (times != 1) {
                  wrong.add(times + " times: " + job);
                }
              });
      wrong.addAll(Stand.difference(stand.dump(), Stand.dump(sandbox)));
    }
    Stand.remove(where);
    return wrong;
  }

  private String datasets() {
    return "/bigquery/v2/projects/" + stand.plan().targetProject() + "/datasets";
  }
}
