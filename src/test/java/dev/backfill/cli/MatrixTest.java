package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cli.KillMatrix.Kill;
import dev.backfill.landing.Packet;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.fault.Fault;
import dev.backfill.stage.StageKind;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void survivesEveryKill() throws Exception {
    var matrix = new KillMatrix(stand);
    assertThat(matrix.failures(MATRIX.isEmpty() ? sample() : matrix.all(MatrixTest::isAsked)))
        .isEmpty();
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

  private static List<Kill> sample() {
    var copies = stand.entriesBefore(StageKind.VERIFY);
    return List.of(
        new Kill(true, stand.entriesBefore(StageKind.DECODE) - 2),
        new Kill(false, copies - 6),
        new Kill(true, copies - 2),
        new Kill(true, stand.entriesBefore(StageKind.REPORT) - 1));
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
    assertThat(
            new FaultMatrix(stand)
                .failures(
                    (fault, stage) -> MATRIX.isEmpty() ? sampled(fault, stage) : isAsked(stage)))
        .isEmpty();
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
}
