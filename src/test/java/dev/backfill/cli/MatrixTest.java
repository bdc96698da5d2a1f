package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.landing.Packet;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Fault;
import dev.backfill.sandbox.fault.Faults;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a run survives: a kill before and after every journal entry, and every fault in every stage.
 * A sample of it; the whole with {@code -Dmatrix=whole}, or some stages with {@code
 * -Dmatrix=finalize,verify,again,leave-out,undo}, which prints the tables.
 */
@Tag("job")
class MatrixTest {
  private static final String MATRIX = System.getProperty("matrix", "");

  @TempDir static Path folder;
  private static Stand stand;

  @BeforeAll
  static void runOnce() throws Exception {
    stand = new Stand(folder);
  }

  /** Where a run is killed. */
  record Kill(boolean before, int entry) {
    @Override
    public String toString() {
      return (before ? "before " : "after ") + entry;
    }
  }

  @Test
  void survivesEveryKill() throws Exception {
    var failures = new ArrayList<String>();
    var points = new LinkedHashMap<StageKind, int[]>();
    for (var kill : kills()) {
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
    assertThat(failures).isEmpty();
  }

  /** A run in which a cell is left out, or decoded once more, is killed. */
  @ParameterizedTest
  @EnumSource(CellsMatrix.Choice.class)
  void survivesEveryKillOfAChoice(CellsMatrix.Choice choice) throws Exception {
    if (MATRIX.isEmpty() || isAsked(choice.id())) {
      assertThat(new CellsMatrix(stand, choice).failures(!MATRIX.isEmpty())).isEmpty();
    }
  }

  @Test
  void survivesEveryKillOfAnUndo() throws Exception {
    if (MATRIX.isEmpty() || isAsked(UndoMatrix.UNDO)) {
      assertThat(new UndoMatrix(stand).failures(!MATRIX.isEmpty())).isEmpty();
    }
  }

  private static boolean isAsked(StageKind stage) {
    return isAsked(stage.id());
  }

  private static boolean isAsked(String part) {
    return MATRIX.equals("whole") || List.of(MATRIX.split(",")).contains(part);
  }

  private static List<Kill> kills() {
    if (!MATRIX.isEmpty()) {
      return IntStream.rangeClosed(1, stand.entries())
          .boxed()
          .filter(n -> isAsked(stand.stageOf(n)))
          .flatMap(n -> List.of(new Kill(true, n), new Kill(false, n)).stream())
          .toList();
    }
    var copies = stand.entriesBefore(StageKind.VERIFY);
    return List.of(
        new Kill(true, stand.entriesBefore(StageKind.DECODE) - 2),
        new Kill(false, copies - 6),
        new Kill(true, copies - 2),
        new Kill(true, stand.entriesBefore(StageKind.REPORT) - 1));
  }

  /** Kills and resumes; gives what is not as it should be. */
  private static List<String> kill(Kill kill) throws Exception {
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
      var outcome = Stand.run(where, sandbox, null, StageKind.REPORT, operator);
      if (outcome != Outcome.DONE) {
        wrong.add("resumed, it ended " + outcome + ": " + text(where));
      }
      for (var phrase : asked) {
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
      wrong.addAll(difference(Stand.dump(sandbox)));
    }
    Stand.remove(where);
    return wrong;
  }

  private static String datasets() {
    return "/bigquery/v2/projects/" + Stand.PLAN.targetProject() + "/datasets";
  }

  private static List<String> difference(List<String> dump) {
    return difference(stand.dump(), dump);
  }

  /** What one end has that another has not. */
  static List<String> difference(List<String> wanted, List<String> dump) {
    var lost = new TreeSet<>(wanted);
    lost.removeAll(dump);
    var more = new TreeSet<>(dump);
    more.removeAll(wanted);
    return lost.isEmpty() && more.isEmpty()
        ? List.of()
        : List.of("another end: without " + first(lost) + ", with " + first(more));
  }

  private static String first(Set<String> lines) {
    return lines.size() + " lines " + lines.stream().limit(2).toList();
  }

  static String text(Path where) {
    var view = RunView.of(Journal.read(Stand.runFolder(where)));
    return view.stages().stream()
        .filter(stage -> stage.state() != State.DONE && stage.state() != State.WAITING)
        .map(stage -> stage.kind() + " " + stage.state() + ": " + stage.text())
        .findFirst()
        .orElse("");
  }

  @Test
  void undoesByteForByteAndCopiesAgain() throws Exception {
    var where = stand.before(StageKind.FINALIZE);
    try (var sandbox = Sandbox.start(where, 0)) {
      // The second day becomes one that its daily job never wrote.
      var both = production(sandbox).size();
      Stand.delete(
          sandbox,
          "/bigquery/v2/projects/"
              + FillOptions.SOURCE
              + "/datasets/telemetry_stable/tables/core_v10$20200415");
      var before = production(sandbox);
      assertThat(before.size()).isLessThan(both);
      command(where, sandbox, 3, "--from", "validate", "--until", "verify");
      assertThat(production(sandbox)).isEqualTo(before);
      var names =
          List.of(
              "moz-fx-data-shared-prod:telemetry_stable.core_v10$20200414",
              "moz-fx-data-shared-prod:telemetry_stable.core_v10$20200415");
      var one = "--confirm=" + names.get(0);
      var two = "--confirm=" + names.get(1);
      assertThat(command(where, sandbox, 3, "--until", "verify", one)).contains("Not confirmed");
      assertThat(production(sandbox)).isEqualTo(before);
      command(where, sandbox, 0, "--until", "verify", one, two);
      var copied = production(sandbox);
      assertThat(copied).isNotEqualTo(before);
      assertThat(command(where, sandbox, 3, "--undo", one, two)).contains("deletion requests");
      assertThat(production(sandbox)).isEqualTo(copied);
      var undo = new ArrayList<String>(List.of("--undo"));
      names.forEach(name -> undo.add("--confirm=undo " + name));
      assertThat(command(where, sandbox, 0, undo.toArray(String[]::new)))
          .contains("undo done", "- copy again", "--from validate", "--from cleanup", "--end");
      assertThat(production(sandbox)).isEqualTo(before);
      assertThat(command(where, sandbox, 3, "--until", "verify"))
          .contains("Not confirmed", "production: 2 partitions undone, and as before the copy");
      assertThat(production(sandbox)).isEqualTo(before);
      assertThat(command(where, sandbox, 0, "--until", "verify", one, two))
          .doesNotContain("validate started");
      assertThat(production(sandbox)).isEqualTo(copied);
      assertThat(command(where, sandbox, 3))
          .contains("Done before:", "production: 2 partitions overwritten (backups in ");
      command(where, sandbox, 0, undo.toArray(String[]::new));
      assertThat(production(sandbox)).isEqualTo(before);
      command(where, sandbox, 0, "--until", "verify", "--from", "validate", one, two);
      assertThat(production(sandbox)).isEqualTo(copied);
    }
  }

  @Test
  void handsOverAndBelievesOnlyWhatItReads() throws Exception {
    var where = stand.before(StageKind.FINALIZE);
    var journal = Stand.runFolder(where).resolve("journal.jsonl");
    Files.writeString(journal, Files.readString(journal).replace("by: self", "by: hand-over"));
    try (var sandbox = Sandbox.start(where, 0)) {
      var before = production(sandbox);
      var name = "moz-fx-data-shared-prod:telemetry_stable.core_v10$202004";
      var both = new String[] {"--confirm=" + name + "14", "--confirm=" + name + "15"};
      assertThat(command(where, sandbox, 4, "--until", "verify", both[0], both[1]))
          .contains("cp -f 'moz-fx-data-backfill-14:telemetry_stable.core_v10$20200414' '" + name);
      var packet = packet(where);
      var digest = Packet.read(packet).digest();
      assertThat(command(where, sandbox, 3, "--until", "verify", "--handed-over", digest))
          .contains("was not changed since it was handed over");
      assertThat(handOver(sandbox, packet, 3, both[0])).contains("Not confirmed");
      assertThat(production(sandbox)).isEqualTo(before);
      var text = Files.readString(packet);
      Files.writeString(packet, text.replace("\"rows\" : 20", "\"rows\" : 21"));
      assertThat(handOver(sandbox, packet, 3, both)).contains("was changed since it was made");
      Files.writeString(packet, text);
      assertThat(handOver(sandbox, packet, 0, both)).contains("20200415-1: 20 rows");
      command(where, sandbox, 0, "--until", "verify", "--handed-over", digest);
      assertThat(production(sandbox)).isNotEqualTo(before);
      command(where, sandbox, 0, "--undo", "--confirm=undo moz-fx-data-shared-prod: 2 partitions");
      assertThat(production(sandbox)).isEqualTo(before);
    }
  }

  private static Path packet(Path where) throws Exception {
    try (var files = Files.list(Stand.runFolder(where))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("hand-over-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String handOver(Sandbox sandbox, Path packet, int code, String... more) {
    var args = new ArrayList<String>(List.of("hand-over", packet.toString(), "--execute"));
    args.addAll(List.of("--endpoint", sandbox.endpoint()));
    args.addAll(List.of(more));
    return exec(code, args);
  }

  private static List<String> production(Sandbox sandbox) throws Exception {
    return Stand.production(sandbox);
  }

  /** Runs {@code run --resume} with the code that it must exit with; gives what it printed. */
  private static String command(Path where, Sandbox sandbox, int code, String... more) {
    var args = new ArrayList<String>(List.of("run", "--resume", Stand.RUN));
    args.addAll(List.of("--runs", Stand.runFolder(where).getParent().toString()));
    args.addAll(List.of("--endpoint", sandbox.endpoint()));
    args.addAll(List.of(more));
    return exec(code, args);
  }

  private static String exec(int code, List<String> args) {
    var out = new ByteArrayOutputStream();
    var streams = new Streams(InputStream.nullInputStream(), Streams.utf8(out), Streams.utf8(out));
    assertThat(Main.commandLine(streams).execute(args.toArray(String[]::new)))
        .as(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(code);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void completesOrStopsResumablyUnderEveryFault() throws Exception {
    var failures = new ArrayList<String>();
    System.out.println("fault matrix: fault, stage, how it ended, what was said");
    for (var fault : Fault.values()) {
      for (var stage : Playbooks.of(Stand.PLAN).kinds()) {
        if (MATRIX.isEmpty() ? sampled(fault, stage) : isAsked(stage)) {
          var wrong = fault(fault, stage);
          wrong.forEach(line -> failures.add(fault.id() + "@" + stage + ": " + line));
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  private static boolean sampled(Fault fault, StageKind stage) {
    return switch (fault) {
      case DROP_AFTER, QUOTA, DISK_FULL -> stage == StageKind.FINALIZE;
      case UNAVAILABLE -> stage == StageKind.MIRROR;
      case PERMISSION -> stage == StageKind.CLEANUP;
      case CREDENTIALS -> stage == StageKind.VERIFY;
      case TABLE_CHANGED -> stage == StageKind.FINALIZE;
      case TOO_MANY,
              SERVER_ERROR,
              DROP_BEFORE,
              SLOW,
              DATAFLOW_FAILS,
              DATAFLOW_STALLS,
              DATAFLOW_LOSES,
              LAUNCHER_FAILS,
              LOAD_FAILS ->
          false;
    };
  }

  /** Runs one stage under a fault, then to the end without it; gives what is not as it should. */
  private static List<String> fault(Fault fault, StageKind stage) throws Exception {
    var where = stand.before(stage);
    var wrong = new ArrayList<String>();
    try (var sandbox = Sandbox.start(where, 0)) {
      var wanted = List.of(new Faults.Wanted(fault, stage.id()));
      var faults = sandbox.disturb(wanted, 1, FillOptions.SOURCE);
      String ended;
      String said;
      try {
        var outcome =
            Stand.headless(where, sandbox, Stand.agrees(), faults)
                .run(Stand.PLAN, null, StageKind.REPORT);
        ended = outcome.toString();
        said = outcome == Outcome.DONE ? "" : text(where).replace('\n', ' ');
        if (outcome != Outcome.DONE && !said.matches("(?s).*\\. .*|.*resume.*")) {
          wrong.add("it does not say what to do: " + said);
        }
      } catch (JournalException e) {
        ended = "STOPPED";
        said = e.getMessage();
      }
      System.out.println("  " + fault.id() + " " + stage + " " + ended + " " + shortened(said));
      sandbox.disturb(List.of(), 1, FillOptions.SOURCE);
      if (!ended.equals("DONE")) {
        // What changed since it was validated must be validated anew, as the message says.
        var from = said.contains("has changed since it was last read") ? StageKind.VALIDATE : null;
        if (said.contains("Undo puts the backup back")) {
          undo(where, sandbox);
          from = StageKind.VALIDATE;
        }
        var outcome = Stand.run(where, sandbox, from, StageKind.REPORT, Stand.agrees());
        if (outcome != Outcome.DONE) {
          wrong.add("resumed, it ended " + outcome + ": " + text(where));
        }
      }
      // What others change after the last look at production is theirs, and stays.
      if (fault != Fault.TABLE_CHANGED
          || !Playbooks.of(Stand.PLAN).isBefore(StageKind.VERIFY, stage)) {
        wrong.addAll(difference(Stand.dump(sandbox)));
      }
    }
    Stand.remove(where);
    return wrong;
  }

  private static void undo(Path where, Sandbox sandbox) throws Exception {
    Stand.headless(where, sandbox, Stand.agrees(), new Faults(List.of(), 0, () -> {}))
        .undo(Stand.PLAN);
  }

  private static String shortened(String text) {
    return text.length() < 200 ? text : text.substring(0, 200) + "…";
  }
}
