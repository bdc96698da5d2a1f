package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.settings.ProcLocks;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Two consoles, each a process of its own, over one run of a stand that ends with verify. */
final class Fights {
  private static final int REFUSED = 3;

  private final Stand stand;

  Fights(Stand stand) {
    this.stand = stand;
  }

  /** Starts both at once. */
  void startTogether() throws Exception {
    var where = stand.before(StageKind.MIRROR);
    try (var sandbox = Sandbox.start(where, 0);
        var one = resume(where, sandbox);
        var two = resume(where, sandbox)) {
      one.go();
      two.go();
      var codes = List.of(one.code(), two.code());
      assertThat(codes).as(one.said() + two.said()).containsExactlyInAnyOrder(0, REFUSED);
      var winner = one.code() == 0 ? one : two;
      assertThat((winner == one ? two : one).said()).contains(open(winner));
      isWhole(where, sandbox);
    }
  }

  /** Holds the first in the middle of a stage, so that the second one surely meets it. */
  void meetIn(StageKind stage) throws Exception {
    var where = stand.before(stage);
    var run = Stand.runFolder(where);
    try (var sandbox = Sandbox.start(where, 0);
        var first = resume(where, sandbox)) {
      first.go();
      until(
          first,
          run,
          entry ->
              entry instanceof Entry.Started started
                  && started.step().stage().equals(stage)
                  && started.job() != null);
      first.signal("STOP");
      var before = Files.readAllBytes(run.resolve("journal.jsonl"));
      assertThat(ProcLocks.holds(first.pid(), run.resolve("journal.lock"))).isTrue();
      try (var second = resume(where, sandbox)) {
        second.go();
        assertThat(second.code()).as(second.said()).isEqualTo(REFUSED);
        assertThat(second.said()).contains(open(first));
      }
      for (var other : others(where, sandbox)) {
        assertThat(exec(other)).contains("exit 3", open(first));
      }
      // Reading is free: the window's list and the report read it while it is written.
      assertThat(RunView.of(Journal.read(run)).stage(stage).state()).isEqualTo(State.RUNNING);
      assertThat(run.resolve("journal.jsonl")).hasBinaryContent(before);
      assertThat(ProcLocks.holds(first.pid(), run.resolve("journal.lock"))).isTrue();
      first.signal("CONT");
      assertThat(first.code()).as(first.said()).isZero();
      isWhole(where, sandbox);
    }
  }

  /** Whatever else would write to the run, or act for it. */
  private static List<List<String>> others(Path where, Sandbox sandbox) {
    var runs = Stand.runFolder(where).getParent().toString();
    var commands = new ArrayList<List<String>>();
    for (var more :
        List.of(
            List.of("--from", "validate"),
            List.of("--undo", "--confirm=undo moz-fx-data-shared-prod: 2 partitions"),
            List.of("--accept", "telemetry/core/10@2020-04-14=I want it"),
            List.of("--handed-over", "a digest"))) {
      var args = new ArrayList<String>(List.of("run", "--resume", Stand.RUN, "--runs", runs));
      args.addAll(List.of("--endpoint", sandbox.endpoint()));
      args.addAll(more);
      commands.add(args);
    }
    commands.add(List.of("journal", "--repair", Stand.RUN, "--runs", runs));
    return commands;
  }

  /** In this process, which does not hold the run either; gives what it printed, and its code. */
  private static String exec(List<String> args) {
    var out = new ByteArrayOutputStream();
    var streams = new Streams(InputStream.nullInputStream(), Streams.utf8(out), Streams.utf8(out));
    var code = Main.commandLine(streams).execute(args.toArray(String[]::new));
    return out.toString(StandardCharsets.UTF_8) + "exit " + code;
  }

  /**
   * Lets the second come when the first has written some entry, so often that they met.
   *
   * @param stages at which the first may begin
   */
  void meetAtRandomMoments(int fights, List<StageKind> stages) throws Exception {
    var random = new Random(1);
    var last = stand.entriesBefore(StageKind.VERIFY);
    System.out.println("fights: stage, entry of the first console, exit codes");
    for (var fight = 0; fight < fights; ) {
      var from = stages.get(random.nextInt(stages.size()));
      var entry = stand.entriesBefore(from) + random.nextInt(last - stand.entriesBefore(from));
      var where = stand.before(from);
      try (var sandbox = Sandbox.start(where, 0);
          var first = resume(where, sandbox);
          var second = resume(where, sandbox)) {
        first.go();
        while (first.isAlive() && Journal.read(Stand.runFolder(where)).size() <= entry) {
          Thread.sleep(1);
        }
        second.go();
        var codes = List.of(first.code(), second.code());
        isWhole(where, sandbox);
        System.out.println("  " + stand.stageOf(entry + 1) + " " + entry + " " + codes);
        // Who comes when the first one is through finds the run free: that was no fight.
        if (!codes.equals(List.of(0, 0))) {
          assertThat(codes).as(first.said() + second.said()).isEqualTo(List.of(0, REFUSED));
          assertThat(second.said()).contains(open(first));
          fight++;
        }
      }
      Stand.remove(where);
    }
  }

  private Contender resume(Path where, Sandbox sandbox, String... more) throws Exception {
    var adds = stand.plan().finish().mode() == Plan.Mode.APPEND;
    var table =
        (adds ? "append to " : "") + "moz-fx-data-shared-prod:telemetry_stable.core_v10$202004";
    var args =
        new ArrayList<String>(
            List.of(
                "run",
                "--resume",
                Stand.RUN,
                "--runs",
                Stand.runFolder(where).getParent().toString(),
                "--endpoint",
                sandbox.endpoint(),
                "--until",
                "verify",
                "--confirm=" + table + "14",
                "--confirm=" + table + "15"));
    args.addAll(List.of(more));
    return Contender.ready(where.resolve("console.log"), args.toArray(String[]::new));
  }

  private static String open(Contender holder) {
    return "Another console has the run r1 open (process " + holder.pid() + " of ";
  }

  private static void until(Contender first, Path run, Predicate<Entry> what) throws Exception {
    while (first.isAlive() && Journal.read(run).stream().noneMatch(what)) {
      Thread.sleep(1);
    }
  }

  /** Each job was made once, each copy is proved, and the journal is what one console writes. */
  private static void isWhole(Path where, Sandbox sandbox) throws Exception {
    var entries = Journal.read(Stand.runFolder(where));
    assertThat(RunView.of(entries).stage(StageKind.VERIFY).state()).isEqualTo(State.DONE);
    assertThat(Stand.jobs(sandbox)).isNotEmpty().allSatisfy((job, n) -> assertThat(n).isEqualTo(1));
    var open = new ArrayList<Entry.Started>();
    for (var entry : entries) {
      if (entry instanceof Entry.Started started) {
        assertThat(open).extracting(Entry.Started::step).doesNotContain(started.step());
        open.add(started);
      } else if (entry instanceof Entry.Ended ended) {
        assertThat(open.removeIf(started -> started.step().equals(ended.step()))).isTrue();
      }
    }
    assertThat(open).isEmpty();
  }
}
