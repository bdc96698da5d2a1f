package dev.backfill.stages;

import static dev.backfill.stages.TrapSandbox.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.CheckKind;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.Verdict;
import dev.backfill.cloud.Progress;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.Sent;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Around;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Engine;
import dev.backfill.run.Inspection;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every trap of the checks, set in a sandbox: the run is refused at validate, finalize cannot be
 * reached, and production stays as it was.
 */
@Tag("server")
class TrapsTest {
  @TempDir static Path shared;
  private static TrapSandbox sandbox;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws IOException {
    sandbox = new TrapSandbox(shared);
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
  }

  @Test
  void passesWithoutATrap() throws Exception {
    var plan = sandbox.plan("control", 2);
    assertThat(run(plan)).isEqualTo(Outcome.DONE);
    assertThat(failing(plan)).isEmpty();
    var view = RunView.of(Journal.read(folder));
    assertThat(view.each(StageKind.VALIDATE, CountFact.ErrorsGrouped.class))
        .extracting(fact -> fact.json().toString())
        .containsExactlyInAnyOrder(grouped("2020-04-14"), grouped("2020-04-15"));
    var sql = view.newest(StageKind.VALIDATE, Sent.class).orElseThrow().statements();
    assertThat(sql).hasSize(9);
    assertThat(sql.get(0).bytes()).isPositive();
    assertThat(stableRows(plan)).isEqualTo(9);
  }

  private static String grouped(String day) {
    return "{\"cell\":\"control/trap/1@"
        + day
        + "\",\"groups\":[{\"error_type\":\"Json\",\"message\":\"not JSON\",\"n_errors\":1}]}";
  }

  @Test
  void emptyBackfill() throws Exception {
    var plan = sandbox.plan("empty", 1);
    sandbox.empty(plan.backfill(TrapSandbox.type(plan)).name(), DAY);
    caught(
        plan,
        Verdict.FAIL,
        CheckKind.LIVE,
        CheckKind.STABLE,
        CheckKind.DECODED,
        CheckKind.NOT_EMPTY,
        CheckKind.SETS,
        CheckKind.LEDGER);
  }

  @Test
  void backfillTableAbsent() throws Exception {
    var plan = sandbox.plan("absent", 1);
    sandbox.drop(plan.backfill(TrapSandbox.type(plan)).name());
    caught(plan, Verdict.UNKNOWN);
  }

  @Test
  void oneDayOfSeveralAbsent() throws Exception {
    var plan = sandbox.plan("one-day", 3);
    sandbox.empty(plan.backfill(TrapSandbox.type(plan)).name(), DAY.plusDays(1));
    assertThat(run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(verdict(plan, 0)).isEqualTo(Verdict.PASS);
    assertThat(verdict(plan, 1)).isEqualTo(Verdict.FAIL);
    assertThat(verdict(plan, 2)).isEqualTo(Verdict.PASS);
    assertThat(stableRows(plan)).isEqualTo(5);
  }

  @Test
  void sameCountsDisjointIds() throws Exception {
    var plan = sandbox.plan("disjoint", 1);
    var backfill = plan.backfill(TrapSandbox.type(plan)).name();
    sandbox.empty(backfill, DAY);
    sandbox.add(backfill, DAY, 100, 9);
    caught(plan, Verdict.FAIL, CheckKind.SETS);
  }

  @Test
  void oneDuplicate() throws Exception {
    var plan = sandbox.plan("duplicate", 1);
    sandbox.add(plan.backfill(TrapSandbox.type(plan)).name(), DAY, 3, 1);
    caught(plan, Verdict.FAIL, CheckKind.DEDUPED, CheckKind.DECODED, CheckKind.LEDGER);
  }

  @Test
  void oneMissingAndOneExtraId() throws Exception {
    var plan = sandbox.plan("swapped", 1);
    var backfill = plan.backfill(TrapSandbox.type(plan)).name();
    sandbox.empty(backfill, DAY);
    sandbox.add(backfill, DAY, 1, 8);
    sandbox.add(backfill, DAY, 77, 1);
    var sets = caught(plan, Verdict.FAIL, CheckKind.SETS);
    assertThat(sets).contains("2 missing (1 error rows), 1 extra");
    var counts = count(plan, 0).sets().orElseThrow();
    assertThat(counts.missingSamples()).containsExactly("id-0", "id-9");
    assertThat(counts.extraSamples()).containsExactly("id-77");
  }

  @Test
  void nullIds() throws Exception {
    var plan = sandbox.plan("null-ids", 1);
    sandbox.addNull(plan.decoded(TrapSandbox.type(plan)).name(), DAY);
    assertThat(caught(plan, Verdict.FAIL, CheckKind.NULL_IDS))
        .contains("1 in payload_bytes_decoded");
  }

  @Test
  void nullIdInTheBackfill() throws Exception {
    var plan = sandbox.plan("null-out", 1);
    sandbox.addNull(plan.backfill(TrapSandbox.type(plan)).name(), DAY);
    caught(plan, Verdict.FAIL, CheckKind.DECODED, CheckKind.NULL_IDS, CheckKind.LEDGER);
  }

  @Test
  void rowWithTheNextDaysTimestamp() throws Exception {
    var plan = sandbox.plan("next-day", 1);
    sandbox.add(plan.backfill(TrapSandbox.type(plan)).name(), DAY.plusDays(1), 100, 1);
    assertThat(caught(plan, Verdict.FAIL, CheckKind.OUTSIDE))
        .contains("1 rows in other partitions");
  }

  @Test
  void fewerThanLive() throws Exception {
    var plan = sandbox.plan("live", 1);
    sandbox.add(plan.live(TrapSandbox.type(plan)).name(), DAY, 8, 5);
    caught(plan, Verdict.FAIL, CheckKind.LIVE);
  }

  @Test
  void fewerThanStable() throws Exception {
    var plan = sandbox.plan("stable", 1);
    sandbox.add(plan.stable(TrapSandbox.type(plan)).name(), DAY, 5, 8);
    caught(plan, Verdict.FAIL, CheckKind.STABLE);
  }

  @Test
  void liveEmpty() throws Exception {
    var plan = sandbox.plan("no-live", 1);
    sandbox.empty(plan.live(TrapSandbox.type(plan)).name(), DAY);
    caught(plan, Verdict.UNKNOWN);
  }

  @Test
  void leftoverTemporaryLoadTable() throws Exception {
    var plan = sandbox.plan("leftover", 1);
    var dataset = plan.backfill(TrapSandbox.type(plan)).name().datasetName();
    sandbox.create(dataset.table("beam_load_0a1b_trap_v1"));
    sandbox.add(dataset.table("beam_load_0a1b_trap_v1"), DAY, 0, 9);
    assertThat(caught(plan, Verdict.FAIL, CheckKind.LEFTOVERS)).contains("beam_load_0a1b_trap_v1");
    assertThat(count(plan, 0).backfill().orElseThrow().rows()).isEqualTo(9);
  }

  @Test
  void errorRowsUnaccountedFor() throws Exception {
    var plan = sandbox.plan("errors", 1);
    sandbox.addError(plan, DAY, 3);
    caught(plan, Verdict.FAIL, CheckKind.DECODED, CheckKind.SETS, CheckKind.LEDGER);
  }

  @Test
  void stagedRowsThatAreNotTheDocuments() throws Exception {
    var plan = sandbox.plan("staged", 1);
    sandbox.add(plan.staged(TrapSandbox.type(plan)).name(), DAY, 0, 1);
    caught(plan, Verdict.FAIL, CheckKind.STAGED, CheckKind.LEDGER);
  }

  @Test
  void changedRowsOfTheSameNumberAfterValidation() throws Exception {
    var plan = sandbox.plan("drift", 1);
    assertThat(run(plan, StageKind.VALIDATE, StageKind.VALIDATE)).isEqualTo(Outcome.DONE);
    var backfill = plan.backfill(TrapSandbox.type(plan)).name();
    sandbox.empty(backfill, DAY);
    sandbox.add(backfill, DAY, 0, 9);
    assertThat(run(plan, null, StageKind.FINALIZE)).isEqualTo(Outcome.REFUSED);
    var view = RunView.of(Journal.read(folder));
    assertThat(view.stage(StageKind.FINALIZE).text())
        .contains("trap_v1$20200414 has changed since it was last read", "modified: ");
    assertThat(stableRows(plan)).isEqualTo(5);
  }

  @Test
  void breaksDownByHourAndChannel() throws Exception {
    var plan = sandbox.plan("parts", 1);
    var look = new Inspection(plan, sandbox.connect(plan), Progress.SILENT);
    var cell = plan.cells().get(0);
    assertThat(look.hours(cell).parts())
        .isEqualTo(
            Map.of(
                "12",
                Map.of(
                    "pbd", new Inspection.Part(12, 10),
                    "live", new Inspection.Part(8, 8),
                    "stable", new Inspection.Part(5, 5),
                    "backfill", new Inspection.Part(9, 9))));
    assertThat(look.channels(cell).parts()).containsOnlyKeys("release");
    assertThat(look.errors(cell))
        .containsExactly(new CountFact.ErrorsGrouped.Group("Json", "not JSON", 1));
  }

  /** Runs into the trap; gives the text of what failed. */
  private String caught(Plan plan, Verdict verdict, CheckKind... kinds) throws Exception {
    var rows = stableRows(plan);
    assertThat(run(plan)).isEqualTo(Outcome.REFUSED);
    assertThat(verdict(plan, 0)).isEqualTo(verdict);
    assertThat(failing(plan)).containsExactly(kinds);
    var view = RunView.of(Journal.read(folder));
    assertThat(view.stage(StageKind.VALIDATE).state()).isEqualTo(State.REFUSED);
    assertThat(view.stage(StageKind.FINALIZE).state()).isEqualTo(State.WAITING);
    assertThat(stableRows(plan)).isEqualTo(rows);
    return view.stage(StageKind.VALIDATE).text();
  }

  private Outcome run(Plan plan) {
    return run(plan, StageKind.VALIDATE, StageKind.FINALIZE);
  }

  private Outcome run(Plan plan, StageKind from, StageKind until) {
    try (var journal = Journal.open(folder)) {
      if (journal.entries().isEmpty()) {
        begin(journal, plan);
      }
      return new Engine(
              "r1",
              plan,
              sandbox.connect(plan),
              journal,
              Around.in(folder).asking(request -> Set.of(request.phrase())).made())
          .run(from, until);
    }
  }

  /** A journal in which everything before validate is done. */
  private static void begin(Journal journal, Plan plan) {
    var now = Instant.EPOCH;
    journal.append(new Entry.Opened(now, "r1", "test", "a sandbox", PlanFile.write(plan)));
    for (var kind : Playbooks.of(plan).kinds()) {
      if (Playbooks.of(plan).isBefore(kind, StageKind.VALIDATE)) {
        var whole = new Step(kind, RunView.WHOLE);
        journal.append(new Entry.Started(now, whole, 1, null));
        journal.append(new Entry.Ended(now, whole, 1, new StepResult.Done("")));
      }
    }
    var counters = Map.of("backfill/kept/" + TrapSandbox.type(plan), 9L);
    var outside = ValuesOutside.fact("job", plan.cells(), counters);
    journal.append(new Entry.Observed(now, StageKind.DECODE, outside));
  }

  private List<CheckKind> failing(Plan plan) {
    return Checks.of(count(plan, 0)).stream()
        .filter(result -> result.verdict() == Verdict.FAIL)
        .map(CheckResult::kind)
        .toList();
  }

  private Verdict verdict(Plan plan, int cell) {
    return Checks.verdict(Checks.of(count(plan, cell)));
  }

  private Counts count(Plan plan, int cell) {
    return CellValidation.of(RunView.of(Journal.read(folder))).get(plan.cells().get(cell)).counts();
  }

  private static long stableRows(Plan plan) {
    return sandbox
        .connect(plan)
        .warehouse()
        .partition(plan.stable(TrapSandbox.type(plan)).name(), DAY)
        .map(partition -> partition.rows())
        .orElse(0L);
  }
}
