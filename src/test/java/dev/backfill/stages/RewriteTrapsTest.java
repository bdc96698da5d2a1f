package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.CheckKind;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.Verdict;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Around;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Decision;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Queries that rewrite a day of ten rows, {@code id-0} to {@code id-9}, of which {@code id-3} and
 * {@code id-7} are affected, and do it wrong: none of them passes, and production stays.
 */
@Tag("server")
class RewriteTrapsTest {
  private static final String OTHERS =
      "normalized_channel, document_namespace, document_type, document_version, error_type,"
          + " error_message";
  private static final String DAY = "DATE(submission_timestamp) = '${day}'";
  private static final String BAD = "document_id IN ('id-3', 'id-7')";
  private static final String DROP = all("AND NOT " + BAD);

  @TempDir static Path cloud;
  private static TrapSandbox sandbox;

  @TempDir Path folder;
  private Plan plan;

  @BeforeAll
  static void open() throws Exception {
    sandbox = new TrapSandbox(cloud);
  }

  @AfterAll
  static void close() throws Exception {
    sandbox.close();
  }

  private static String all(String and) {
    return "SELECT * FROM ${source} WHERE " + DAY + " " + and;
  }

  private static String columns(String id) {
    return "SELECT submission_timestamp, "
        + id
        + " AS document_id, "
        + OTHERS
        + " FROM ${source} WHERE "
        + DAY;
  }

  @Test
  void dropsWhatIsAffectedAndNothingElse() throws Exception {
    assertThat(run("right", "drop", DROP, BAD)).isEqualTo(Outcome.DONE);
    assertThat(counts().rewritten().orElseThrow().affected()).contains(2L);
    assertThat(counts().backfill().orElseThrow().rows()).isEqualTo(8);
    assertThat(failing()).isEmpty();
  }

  @Test
  void replacesWhatIsAffected() throws Exception {
    var bad = "normalized_channel = 'release' AND " + BAD;
    var mended =
        "SELECT submission_timestamp, document_id, IF("
            + BAD
            + ", 'other', normalized_channel) AS normalized_channel, "
            + OTHERS.replace("normalized_channel, ", "")
            + " FROM ${source} WHERE "
            + DAY;
    assertThat(run("mended", "replace", mended, bad)).isEqualTo(Outcome.DONE);
    assertThat(counts().backfill().orElseThrow().rows()).isEqualTo(10);
  }

  /** Every column of every row, of the day and of its neighbours. */
  @Test
  void undoPutsEveryRowBack() throws Exception {
    plan("undo", "drop", all("AND NOT IFNULL(" + BAD + ", FALSE)"), BAD);
    var stable = plan.stable(TrapSandbox.type(plan)).name();
    sandbox.create(stable);
    sandbox.add(stable, TrapSandbox.DAY, 0, 10);
    sandbox.add(stable, TrapSandbox.DAY.plusDays(1), 3, 5);
    sandbox.addNull(stable, TrapSandbox.DAY);
    var before = dump();
    assertThat(before).hasSize(16);
    assertThat(engine(e -> e.run(StageKind.SCOPE, StageKind.VERIFY))).isEqualTo(Outcome.DONE);
    assertThat(dump()).hasSize(14).isSubsetOf(before);
    var backup = plan.backup("r1", TrapSandbox.type(plan)).name();
    var expires = sandbox.connect(plan).warehouse().table(backup).orElseThrow().expires();
    assertThat(expires.orElseThrow())
        .as("backup_days: 7")
        .isBetween(
            java.time.Instant.now().plus(java.time.Duration.ofDays(6)),
            java.time.Instant.now().plus(java.time.Duration.ofDays(7)));
    assertThat(engine(Engine::undo)).isEqualTo(Outcome.DONE);
    assertThat(dump()).isEqualTo(before);
    assertThat(engine(e -> e.run(StageKind.VALIDATE, StageKind.VERIFY))).isEqualTo(Outcome.DONE);
    assertThat(dump()).hasSize(14).isSubsetOf(before);
  }

  private List<String> dump() {
    return sandbox
        .connect(plan)
        .warehouse()
        .query(
            "shared-prod",
            "SELECT * FROM "
                + plan.stable(TrapSandbox.type(plan)).name().sql()
                + " WHERE submission_timestamp IS NOT NULL ORDER BY submission_timestamp,"
                + " document_id",
            0,
            dev.backfill.cloud.Progress.SILENT)
        .stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void dropsOneRowTooMany() throws Exception {
    caught(
        "many",
        "drop",
        all("AND NOT document_id IN ('id-3', 'id-7', 'id-8')"),
        CheckKind.REWRITTEN,
        CheckKind.SAME_IDS);
    assertThat(counts().sets().orElseThrow().missingSamples()).containsExactly("id-8");
  }

  @Test
  void keepsOneAffectedRow() throws Exception {
    caught(
        "kept",
        "drop",
        all("AND document_id != 'id-3'"),
        CheckKind.REWRITTEN,
        CheckKind.AFFECTED_LEFT,
        CheckKind.SAME_IDS);
  }

  /** As many rows as there must be, and not those. */
  @Test
  void dropsAnotherRowInPlaceOfAnAffectedOne() throws Exception {
    caught(
        "swapped",
        "drop",
        all("AND NOT document_id IN ('id-3', 'id-8')"),
        CheckKind.AFFECTED_LEFT,
        CheckKind.SAME_IDS);
  }

  @Test
  void changesAnId() throws Exception {
    caught(
        "id",
        "drop",
        columns("IF(document_id = 'id-5', 'id-50', document_id)") + " AND NOT " + BAD,
        CheckKind.SAME_IDS);
    assertThat(counts().sets().orElseThrow().missingSamples()).containsExactly("id-5");
    assertThat(counts().sets().orElseThrow().extraSamples()).containsExactly("id-50");
  }

  @Test
  void losesAnId() throws Exception {
    caught(
        "null",
        "drop",
        columns("IF(document_id = 'id-5', NULL, document_id)") + " AND NOT " + BAD,
        CheckKind.SAME_IDS);
  }

  /** A row without an id is not affected: NOT NULL is NULL, and the query loses it. */
  @Test
  void losesARowOfWhichThePredicateIsNull() throws Exception {
    plan("null-id", "drop", DROP, BAD);
    var stable = plan.stable(TrapSandbox.type(plan)).name();
    sandbox.create(stable);
    sandbox.add(stable, TrapSandbox.DAY, 0, 9);
    sandbox.addNull(stable, TrapSandbox.DAY);
    caught("null-id", "drop", DROP, CheckKind.REWRITTEN, CheckKind.SAME_IDS);
    assertThat(counts().sets().orElseThrow().missingSamples()).containsExactly("no id");
  }

  @Test
  void givesARowTwice() throws Exception {
    caught(
        "twice",
        "drop",
        DROP + " UNION ALL " + all("AND document_id = 'id-5'"),
        CheckKind.REWRITTEN,
        CheckKind.SAME_IDS);
  }

  /** One too many and one too few: the sum is right, the ids are not. */
  @Test
  void givesARowTwiceAndAnotherNot() throws Exception {
    caught(
        "evened",
        "drop",
        all("AND NOT document_id IN ('id-3', 'id-7', 'id-8')")
            + " UNION ALL "
            + all("AND document_id = 'id-5'"),
        CheckKind.SAME_IDS);
  }

  @Test
  void replacesAndDropsARow() throws Exception {
    caught("fewer", "replace", DROP, CheckKind.REWRITTEN, CheckKind.SAME_IDS);
  }

  /** The service writes no other day's rows into a partition; what it says is told. */
  @Test
  void givesAnotherDaysRow() throws Exception {
    var other =
        columns("document_id")
            .replace(
                "submission_timestamp,",
                "TIMESTAMP_ADD(submission_timestamp, INTERVAL 1 DAY) AS submission_timestamp,");
    assertThat(run("other-day", "any", other, BAD)).isEqualTo(Outcome.FAILED);
    assertThat(view().stage(StageKind.STAGE).text())
        .contains("Some rows belong to different partitions rather than destination partition");
    assertThat(stableRows()).isEqualTo(10);
  }

  @Test
  void anyModeStopsAtOtherIds() throws Exception {
    caught("any", "any", DROP, CheckKind.SAME_IDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT submission_timestamp, document_id FROM ${source} WHERE DAY|is missing",
        "SELECT *, 1 AS more FROM ${source} WHERE DAY|more: is too much",
        "SELECT document_id, submission_timestamp, REST FROM ${source} WHERE DAY|in its place",
        "SELECT submission_timestamp, 1 AS document_id, REST FROM ${source} WHERE DAY|document_id"
            + " type: INTEGER in place of STRING",
        "SELECT submission_timestamp, [document_id] AS document_id, REST FROM ${source} WHERE DAY"
            + "|document_id mode: REPEATED in place of NULLABLE",
        "SELECT no_such FROM ${source} WHERE DAY|rewrite.query cannot be run: ",
        "SELEC * FROM ${source} WHERE DAY|rewrite.query cannot be run: ",
        "DELETE FROM ${source} WHERE DAY|rewrite.query is DELETE, and not one SELECT.",
        "SELECT * FROM ${source} FOR SYSTEM_TIME AS OF '2026-08-14' WHERE DAY|FOR SYSTEM_TIME AS OF"
      })
  void isRefusedBeforeAnythingIsMade(String query, String words) throws Exception {
    var sql = query.replace("DAY", DAY).replace("REST", OTHERS);
    assertThat(run("refused", "drop", sql, BAD)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.SCOPE).text()).contains(words);
    assertThat(view().stage(StageKind.MIRROR).state()).isEqualTo(State.WAITING);
    assertThat(stableRows()).isEqualTo(10);
  }

  @Test
  void aPredicateThatCannotBeRunIsRefused() throws Exception {
    assertThat(run("predicate", "drop", DROP, "no_such = 1")).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.SCOPE).text()).contains("rewrite.affected cannot be run: ");
  }

  /** A cell that was rewritten once can be rewritten once more, alone. */
  @Test
  void rewritesACellAgain() throws Exception {
    assertThat(run("again", "drop", DROP, BAD)).isEqualTo(Outcome.DONE);
    var cell = plan.cells().get(0);
    sandbox.empty(plan.backfill(cell.type()).name(), TrapSandbox.DAY);
    engine(
        e -> {
          assertThat(e.decide(List.of(new Decision.Again(cell))).succeeded()).isTrue();
          return Outcome.DONE;
        });
    assertThat(view().choices().again()).containsExactly(cell.key());
    assertThat(engine(e -> e.run(StageKind.VALIDATE, StageKind.VALIDATE))).isEqualTo(Outcome.DONE);
    assertThat(view().choices().again()).isEmpty();
    assertThat(view().stage(StageKind.STAGE).lines())
        .filteredOn(line -> line.step().subject().equals(cell.key()))
        .extracting(StageLine::attempt)
        .containsExactly(2);
    assertThat(counts().backfill().orElseThrow().rows()).isEqualTo(8);
  }

  @Test
  void nothingIsDoneWhereNoRowIsAffected() throws Exception {
    assertThat(run("none", "drop", DROP, "document_id = 'id-99'")).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.SCOPE).text())
        .contains("no row of the plan's tables and days is affected");
  }

  /** What was not counted passes no check. */
  @Test
  void whatIsNotKnownIsNoPass() throws Exception {
    var cell = plan("unknown", "drop", DROP, BAD).cells().get(0);
    for (var playbook : List.of(Playbooks.of(PlaybookId.REWRITE))) {
      assertThat(playbook.check(Counts.unknown(cell)))
          .extracting(CheckResult::verdict)
          .containsOnly(Verdict.UNKNOWN);
    }
  }

  private void caught(String name, String mode, String query, CheckKind... kinds) throws Exception {
    assertThat(run(name, mode, query, BAD)).isEqualTo(Outcome.REFUSED);
    assertThat(view().stage(StageKind.VALIDATE).state()).isEqualTo(State.REFUSED);
    assertThat(failing()).containsExactly(kinds);
    assertThat(stableRows()).isEqualTo(10);
  }

  private Plan plan(String name, String mode, String query, String affected) throws Exception {
    plan =
        PlanFile.read(
            """
            playbook: rewrite
            name: trap
            reason: a test
            days: [ 2020-04-14 ]
            documents: [ %s/trap/1 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            rewrite: { mode: %s, query_sql: "%s", affected_sql: "%s" }
            finalize: { backup_days: 7 }
            """
                .formatted(name, mode, query, affected));
    return plan;
  }

  private Outcome run(String name, String mode, String query, String affected) throws Exception {
    plan(name, mode, query, affected);
    var stable = plan.stable(TrapSandbox.type(plan)).name();
    sandbox.create(stable);
    if (stableRows() == 0) {
      sandbox.add(stable, TrapSandbox.DAY, 0, 10);
    }
    return engine(e -> e.run(StageKind.SCOPE, StageKind.VALIDATE));
  }

  private Outcome engine(java.util.function.Function<Engine, Outcome> work) {
    try (var journal = Journal.open(folder)) {
      return work.apply(
          new Engine("r1", plan, sandbox.connect(plan), journal, Around.in(folder).made()));
    }
  }

  private List<CheckKind> failing() {
    return Checks.of(counts(), Playbooks.of(PlaybookId.REWRITE).checks()).stream()
        .filter(result -> result.verdict() != Verdict.PASS)
        .map(CheckResult::kind)
        .toList();
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  private Counts counts() {
    return CellValidation.of(view()).get(plan.cells().get(0)).counts();
  }

  private long stableRows() {
    return sandbox
        .connect(plan)
        .warehouse()
        .partition(plan.stable(TrapSandbox.type(plan)).name(), TrapSandbox.DAY)
        .map(partition -> partition.rows())
        .orElse(0L);
  }
}
