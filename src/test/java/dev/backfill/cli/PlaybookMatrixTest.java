package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backfill.cli.KillMatrix.Kill;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlaybookId;
import dev.backfill.sandbox.fault.Fault;
import dev.backfill.sandbox.seed.Leak;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the runs survive that add rejected documents and delete their error rows, and those that
 * rewrite: consoles that die by {@code kill -9}, faults, and a second console. A sample; the whole
 * with {@code -Dmatrix=reprocess}, {@code -Dmatrix=rewrite}, or some stages of one with {@code
 * -Dmatrix=reprocess/finalize,reprocess/errors}.
 */
@Tag("job")
class PlaybookMatrixTest {
  private static final List<String> MATRIX =
      List.of(System.getProperty("matrix", "").split(",")).stream()
          .filter(part -> !part.isEmpty())
          .toList();
  private static final int FIGHTS = Integer.getInteger("fights", 0);
  private static final StageKind ERRORS = StageKind.of("errors");
  private static final Map<PlaybookId, Stand> STANDS = new EnumMap<>(PlaybookId.class);

  private static final Predicate<String> HOLDS = line -> line.contains(Leak.PREFIX);

  @TempDir static Path folder;

  @ParameterizedTest
  @EnumSource(names = {"REPROCESS", "REWRITE"})
  void survivesEveryKill(PlaybookId playbook) throws Exception {
    assumeTrue(isAsked(playbook));
    var stand = stand(playbook);
    var matrix = new KillMatrix(stand);
    var kills = MATRIX.isEmpty() ? sample(stand) : matrix.all(stage -> isAsked(playbook, stage));
    assertThat(kills).isNotEmpty();
    assertThat(matrix.failures(kills)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"REPROCESS", "REWRITE"})
  void completesOrStopsResumablyUnderEveryFault(PlaybookId playbook) throws Exception {
    assumeTrue(isAsked(playbook));
    var matrix = new FaultMatrix(stand(playbook));
    assertThat(
            matrix.failures(
                (fault, stage) ->
                    MATRIX.isEmpty() ? sampled(fault, stage) : isAsked(playbook, stage)))
        .isEmpty();
  }

  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process is held with kill -STOP")
  @ParameterizedTest
  @EnumSource(names = {"REPROCESS", "REWRITE"})
  void ofTwoConsolesOneIsRefused(PlaybookId playbook) throws Exception {
    assumeTrue(isAsked(playbook));
    var fights = new Fights(stand(playbook));
    fights.meetIn(StageKind.FINALIZE);
    fights.meetAtRandomMoments(FIGHTS, List.of(StageKind.MIRROR, StageKind.FINALIZE));
  }

  private static Stand stand(PlaybookId playbook) throws Exception {
    if (!STANDS.containsKey(playbook)) {
      var plan = playbook == PlaybookId.REPROCESS ? Stand.REPROCESS : Stand.REWRITE;
      var made = new Stand(folder.resolve(playbook.id()), plan, StageKind.REPORT);
      asFilled(made);
      STANDS.put(playbook, made);
    }
    return STANDS.get(playbook);
  }

  /**
   * Whether the run without a kill ended as its filling must. Of 20 documents of a day 13 were in
   * stable, 4 are new, and 2 of another cause and a broken one stay rejected; one is sent again on
   * the second day, and one of those that stay was sent twice. Of the rows in stable, those go that
   * hold a path.
   */
  private static void asFilled(Stand stand) throws Exception {
    var tables = "/bigquery/v2/projects/" + FillOptions.SOURCE + "/datasets/";
    var stable = tables + "telemetry_stable/tables/core_v10";
    if (stand.plan().reprocess().isPresent()) {
      assertThat(stand.dump())
          .contains(
              stable + " has " + (2 * (13 + 4) + 1) + " rows",
              tables + "payload_bytes_error/tables/telemetry has " + (2 * 3 + 1) + " rows");
      return;
    }
    var before = stand.productionBefore(StageKind.MIRROR);
    var leaked = before.stream().filter(line -> line.startsWith(stable + " row")).filter(HOLDS);
    var rows = before.stream().filter(line -> line.startsWith(stable + " row")).count();
    var gone = leaked.count();
    assertThat(gone).isPositive();
    assertThat(stand.dump())
        .contains(stable + " has " + (rows - gone) + " rows")
        .noneMatch(line -> line.startsWith(stable) && HOLDS.test(line));
  }

  private static boolean isAsked(PlaybookId playbook) {
    return MATRIX.isEmpty() || MATRIX.stream().anyMatch(part -> part.startsWith(playbook.id()));
  }

  private static boolean isAsked(PlaybookId playbook, StageKind stage) {
    return MATRIX.contains(playbook.id()) || MATRIX.contains(playbook.id() + "/" + stage.id());
  }

  /** Before and after the end of the first copy into production, and of the first deletion. */
  private static List<Kill> sample(Stand stand) {
    var found = new ArrayList<Kill>();
    var entries = stand.journal();
    for (var stage : List.of(StageKind.FINALIZE, ERRORS)) {
      for (var n = 0; n < entries.size(); n++) {
        if (isFirstChange(stand.plan(), entries.get(n), stage)) {
          found.add(new Kill(stage.equals(StageKind.FINALIZE), n + 1));
        }
      }
    }
    assertThat(found).hasSize(stand.plan().deletesErrors() ? 2 : 1);
    return found;
  }

  private static boolean isFirstChange(Plan plan, Entry entry, StageKind stage) {
    var cell = plan.cells().get(0);
    return entry instanceof Entry.Ended ended
        && ended.step().stage().equals(stage)
        && List.of(plan.stable(cell.type()).partition(cell.day()).toString(), cell.key())
            .contains(ended.step().subject());
  }

  private static boolean sampled(Fault fault, StageKind stage) {
    return switch (fault) {
      case DROP_AFTER -> stage.equals(StageKind.FINALIZE) || stage.equals(ERRORS);
      case TABLE_CHANGED -> stage.equals(StageKind.FINALIZE);
      case TOO_MANY,
              SERVER_ERROR,
              UNAVAILABLE,
              DROP_BEFORE,
              SLOW,
              CREDENTIALS,
              PERMISSION,
              QUOTA,
              DATAFLOW_FAILS,
              DATAFLOW_STALLS,
              DATAFLOW_LOSES,
              LAUNCHER_FAILS,
              LOAD_FAILS,
              DISK_FULL ->
          false;
    };
  }
}
