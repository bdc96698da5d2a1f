package dev.backfill.stages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.CheckKind;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.CountsJson;
import dev.backfill.check.NullShare;
import dev.backfill.check.Verdict;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Progress;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.plan.PlaybookId;
import dev.backfill.plan.TableName;
import dev.backfill.run.Around;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.stage.RejectedSql;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every trap of rejected documents, set in a sandbox: none passes. A day has 12 rejected rows that
 * the filter catches, of which 10 were decoded and 2 are errors still; of the 10, id-0 and id-1 are
 * in stable, and id-2 comes twice, so that 7 are new.
 */
@Tag("server")
class RejectedTrapsTest {
  private static final LocalDate DAY = TrapSandbox.DAY;
  private static final LocalDate NEXT = DAY.plusDays(1);
  private static final String NAMED = "#/a: too long, actual 101";

  @TempDir static Path shared;
  private static TrapSandbox sandbox;

  @TempDir Path folder;
  private Plan plan;
  private Cloud cloud;

  @BeforeAll
  static void start() throws IOException {
    sandbox = new TrapSandbox(shared);
  }

  @AfterAll
  static void stop() throws IOException {
    sandbox.close();
  }

  private void plan(String namespace, int days, String more) throws Exception {
    plan =
        PlanFile.read(
            """
            playbook: reprocess
            name: trap
            reason: a test
            days: { first: %s, last: %s }
            documents: [ %s/trap/1 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            errors: { messages: [ '%%too long%%' ] }
            """
                    .formatted(DAY, DAY.plusDays(days - 1), namespace)
                + more);
    cloud = sandbox.connect(plan);
    for (var table : List.of(rejected(), staged(), written(), backfill(), errors(), stable())) {
      sandbox.create(table);
    }
    for (var day : plan.days().list()) {
      sandbox.addRejected(plan, rejected(), day, 12, NAMED);
      sandbox.addRejected(plan, rejected(), day, 3, "#: extraneous key");
      sandbox.addRejected(plan, staged(), day, 12, NAMED);
      sandbox.add(written(), day, 0, 9);
      sandbox.add(written(), day, 2, 1);
      sandbox.addRejected(plan, errors(), day, 2, "document_id unknown: not JSON");
      sandbox.add(stable(), day, 0, 2);
      sandbox.add(stable(), day, 90, 3);
    }
  }

  private TableName rejected() {
    return plan.rejected(TrapSandbox.type(plan)).name();
  }

  private TableName staged() {
    return plan.staged(TrapSandbox.type(plan)).name();
  }

  private TableName written() {
    return plan.written(TrapSandbox.type(plan)).name();
  }

  private TableName backfill() {
    return plan.backfill(TrapSandbox.type(plan)).name();
  }

  private TableName errors() {
    return plan.errors(TrapSandbox.type(plan)).name();
  }

  private TableName stable() {
    return plan.stable(TrapSandbox.type(plan)).name();
  }

  private void deduplicate() {
    for (var cell : plan.cells()) {
      cloud
          .staging()
          .queryInto(
              "d-" + cell.key().replaceAll("[^a-z0-9]", "-"),
              RejectedSql.deduplicate(plan, cell),
              plan.backfill(cell.type()).partition(cell.day()),
              0,
              Progress.SILENT);
    }
  }

  @Test
  void passesWithoutATrap() throws Exception {
    plan("fine", 1, "");
    deduplicate();
    assertThat(validate()).isEqualTo(Outcome.DONE);
    assertThat(failing()).isEmpty();
    assertThat(counts(0).backfill().orElseThrow()).isEqualTo(new Counts.Side(7, 7, 0));
    assertThat(said(CheckKind.NEW)).contains("10 decoded = 7 new + 1 duplicates + 2 in stable");
    assertThat(said(CheckKind.LEDGER)).contains("12 staged = 10 rows + 2 errors, difference 0");
  }

  /** The daily job's semantics: a document of two days is one on each. */
  @Test
  void keepsADocumentOnceOnEachOfTwoDays() throws Exception {
    plan("two-days", 2, "");
    deduplicate();
    assertThat(validate()).isEqualTo(Outcome.DONE);
    for (var cell = 0; cell < 2; cell++) {
      assertThat(counts(cell).backfill().orElseThrow()).isEqualTo(new Counts.Side(7, 7, 0));
    }
  }

  @Test
  void looksForLateDuplicatesAsFarAsThePlanSays() throws Exception {
    plan("late", 1, "deduplicate: { later_days: 1 }\n");
    sandbox.add(stable(), NEXT, 5, 1);
    deduplicate();
    assertThat(validate()).isEqualTo(Outcome.DONE);
    assertThat(counts(0).backfill().orElseThrow().rows()).isEqualTo(6);
    sandbox.add(stable(), NEXT, 6, 1);
    caught(CheckKind.NEW, CheckKind.PRESENT);
  }

  @Test
  void theFilterCatchesAnUnrelatedMessage() throws Exception {
    plan("broad", 1, "");
    sandbox.addRejected(plan, rejected(), DAY, 1, "another cause altogether: too long");
    sandbox.addRejected(plan, staged(), DAY, 1, "another cause altogether: too long");
    sandbox.add(written(), DAY, 50, 1);
    deduplicate();
    caught(CheckKind.FILTER);
    assertThat(said(CheckKind.FILTER)).contains("2 messages");
  }

  @Test
  void anIdIsInStableAlready() throws Exception {
    plan("present", 1, "");
    deduplicate();
    sandbox.add(stable(), DAY, 7, 1);
    caught(CheckKind.NEW, CheckKind.PRESENT);
  }

  @Test
  void anIdIsThereTwiceOnADay() throws Exception {
    plan("twice", 1, "");
    deduplicate();
    sandbox.add(backfill(), DAY, 7, 1);
    caught(CheckKind.DEDUPED, CheckKind.NEW);
  }

  @Test
  void anIdWasNeverDecoded() throws Exception {
    plan("strange", 1, "");
    deduplicate();
    sandbox.add(backfill(), DAY, 70, 1);
    caught(CheckKind.NEW);
  }

  /** By a decoder that says nothing of them. */
  @Test
  void rowsWereDroppedWithoutAWord() throws Exception {
    plan("dropped", 1, "");
    sandbox.addRejected(plan, rejected(), DAY, 1, NAMED);
    sandbox.addRejected(plan, staged(), DAY, 1, NAMED);
    deduplicate();
    caught(CheckKind.LEDGER);
    assertThat(said(CheckKind.LEDGER)).contains("difference 1");
  }

  /** A field that a decoder lost shows beside production's, and in no count of rows. */
  @Test
  void countsNullsBesideProductions() throws Exception {
    plan("nulls", 2, "validate: { null_shares: [ normalized_channel, error_type ] }\n");
    deduplicate();
    assertThat(validate()).isEqualTo(Outcome.DONE);
    assertThat(counts(1).rejected().orElseThrow().nulls())
        .extracting(NullShare::toString)
        .containsExactly(
            "normalized_channel null in 0 of 7 (0.0 %), in stable 0 of 5 (0.0 %)",
            "error_type null in 7 of 7 (100.0 %), in stable 5 of 5 (100.0 %)");
    assertThat(CountsJson.read(CountsJson.write(counts(1)))).isEqualTo(counts(1));
  }

  /** A decoder of an organisation's own may drop what it was never to keep, or may not. */
  @Test
  void aTemplateDroppedRowsWithoutAWord() throws Exception {
    plan(
        "template",
        1,
        """
        decode:
          by: template
          template: gs://t/decoder.json
          parameters: { input: "${input}", output: "${output}" }
        """);
    sandbox.addRejected(plan, rejected(), DAY, 1, NAMED);
    sandbox.addRejected(plan, staged(), DAY, 1, NAMED);
    deduplicate();
    caught(CheckKind.LEDGER);
    assertThat(Checks.verdict(results())).isEqualTo(Verdict.UNKNOWN);
    assertThat(said(CheckKind.LEDGER)).contains("difference 1: the template does not say");
    // More than there was to decode is nobody's business to explain.
    sandbox.add(written(), DAY, 60, 3);
    deduplicate();
    assertThat(validate()).isEqualTo(Outcome.REFUSED);
    assertThat(Checks.verdict(results())).isEqualTo(Verdict.FAIL);
  }

  @Test
  void notAllWasStaged() throws Exception {
    plan("more", 1, "");
    sandbox.addRejected(plan, rejected(), DAY, 1, NAMED);
    deduplicate();
    caught(CheckKind.CAUGHT);
  }

  @Test
  void documentsAreStillRejectedForWhatWasMended() throws Exception {
    plan("named", 1, "");
    sandbox.addRejected(plan, errors(), DAY, 1, "document_id unknown: #/a: too long, actual 7");
    sandbox.addRejected(plan, rejected(), DAY, 1, NAMED);
    sandbox.addRejected(plan, staged(), DAY, 1, NAMED);
    deduplicate();
    caught(CheckKind.NAMED);
  }

  @Test
  void aDecodedRowHasNoId() throws Exception {
    plan("null", 1, "");
    sandbox.addNull(written(), DAY);
    sandbox.addRejected(plan, rejected(), DAY, 1, NAMED);
    sandbox.addRejected(plan, staged(), DAY, 1, NAMED);
    deduplicate();
    caught(CheckKind.NO_IDS);
  }

  @Test
  void rowsLieOutsideTheDays() throws Exception {
    plan("outside", 1, "");
    sandbox.add(written(), NEXT, 60, 1);
    deduplicate();
    caught(CheckKind.OUTSIDE);
  }

  @Test
  void nothingIsNew() throws Exception {
    plan("empty", 1, "");
    sandbox.add(stable(), DAY, 2, 7);
    deduplicate();
    assertThat(validate()).isEqualTo(Outcome.REFUSED);
    assertThat(failing()).contains(CheckKind.NOT_EMPTY);
  }

  @Test
  void aTableIsAbsent() throws Exception {
    plan("absent", 1, "");
    sandbox.drop(written());
    assertThat(validate()).isEqualTo(Outcome.REFUSED);
    assertThat(Checks.verdict(Playbooks.of(PlaybookId.REPROCESS).check(counts(0))))
        .isNotEqualTo(Verdict.PASS);
  }

  private void caught(CheckKind... kinds) {
    assertThat(validate()).isEqualTo(Outcome.REFUSED);
    assertThat(failing()).containsExactly(kinds);
  }

  private Outcome validate() {
    try (var journal = Journal.open(folder)) {
      if (journal.entries().isEmpty()) {
        begin(journal);
      }
      return new Engine("r1", plan, cloud, journal, Around.in(folder).made())
          .run(StageKind.VALIDATE, StageKind.VALIDATE);
    }
  }

  /** A journal in which everything before validate is done. */
  private void begin(Journal journal) {
    var now = Instant.EPOCH;
    journal.append(
        new Entry.Opened(
            now,
            "r1",
            "test",
            "a sandbox",
            PlanFile.write(plan),
            Entry.FORMAT,
            Playbooks.of(PlaybookId.REPROCESS).id()));
    for (var kind : Playbooks.of(PlaybookId.REPROCESS).kinds()) {
      if (Playbooks.of(PlaybookId.REPROCESS).isBefore(kind, StageKind.VALIDATE)) {
        var whole = new Step(kind, RunView.WHOLE);
        journal.append(new Entry.Started(now, whole, 1, null));
        journal.append(new Entry.Ended(now, whole, 1, new StepResult.Done("")));
      }
    }
    var counters = Map.of("backfill/kept/" + TrapSandbox.type(plan), 9L);
    var outside = ValuesOutside.fact("job", plan.cells(), counters);
    journal.append(new Entry.Observed(now, StageKind.DECODE, outside));
  }

  private List<CheckKind> failing() {
    return results().stream()
        .filter(result -> result.verdict() != Verdict.PASS)
        .map(CheckResult::kind)
        .toList();
  }

  private String said(CheckKind kind) {
    return results().stream()
        .filter(result -> result.kind() == kind)
        .map(CheckResult::detail)
        .findFirst()
        .orElseThrow();
  }

  private List<CheckResult> results() {
    return Playbooks.of(PlaybookId.REPROCESS).check(counts(0));
  }

  private Counts counts(int number) {
    Cell cell = plan.cells().get(number);
    return CellValidation.of(RunView.of(Journal.read(folder))).get(cell).counts();
  }
}
