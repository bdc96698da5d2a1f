package dev.backfill.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChecksTest {
  private static final Cell CELL =
      new Cell(DocumentType.parse("telemetry/main/4"), LocalDate.of(2020, 4, 14));

  // 105 payloads, 100 distinct, 2 of them broken.
  private static final Side PBD = new Side(105, 100, 0);
  private static final Side LIVE = new Side(95, 95, 0);
  private static final Side STABLE = new Side(40, 40, 0);
  private static final Side BACKFILL = new Side(98, 98, 0);
  private static final Side STAGED = new Side(100, 100, 0);
  private static final Sets SETS = new Sets(2, 0, List.of("a", "b"), List.of());

  @Test
  void passesWhenEveryDocumentIsAccountedFor() {
    assertThat(failing(counts(PBD, LIVE, STABLE, BACKFILL, STAGED, 2L, SETS))).isEmpty();
  }

  @Test
  void survivesJson() {
    var counts = counts(PBD, LIVE, STABLE, BACKFILL, null, 2L, SETS);
    assertThat(CountsJson.read(CountsJson.write(counts))).isEqualTo(counts);
  }

  @Test
  void failsWhereValuesAreOutsideTheTableAndAsksWhereTheyAreNotCounted() {
    assertThat(values(Optional.of(0L)).verdict()).isEqualTo(Verdict.PASS);
    assertThat(values(Optional.of(7L)))
        .satisfies(check -> assertThat(check.verdict()).isEqualTo(Verdict.FAIL))
        .satisfies(check -> assertThat(check.detail()).startsWith("7 values outside the table"));
    assertThat(values(Optional.empty()).verdict()).isEqualTo(Verdict.UNKNOWN);
    // Counted by an older console: the line is not there.
    assertThat(Checks.of(counts(PBD, LIVE, STABLE, BACKFILL, STAGED, 2L, SETS)))
        .extracting(CheckResult::kind)
        .doesNotContain(CheckKind.VALUES);
  }

  private static CheckResult values(Optional<Long> outside) {
    var side = Optional.of(BACKFILL);
    var counts =
        new Counts(
            CELL,
            side,
            side,
            side,
            side,
            side,
            Optional.of(0L),
            Optional.empty(),
            Optional.of(0L),
            Optional.of(List.of()),
            Optional.of(new Counts.Values(outside, 3)));
    assertThat(CountsJson.read(CountsJson.write(counts))).isEqualTo(counts);
    return Checks.of(counts).stream()
        .filter(check -> check.kind() == CheckKind.VALUES)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsEveryFailureOfAnEmptyBackfill() {
    var empty = new Side(0, 0, 0);
    var counts =
        counts(PBD, LIVE, STABLE, empty, STAGED, 0L, new Sets(100, 0, List.of(), List.of()));
    assertThat(failing(counts))
        .contains(
            CheckKind.LIVE,
            CheckKind.STABLE,
            CheckKind.DECODED,
            CheckKind.NOT_EMPTY,
            CheckKind.SETS,
            CheckKind.LEDGER);
  }

  @Test
  void neverPassesWithASideMissing() {
    assertThat(verdict(counts(null, LIVE, STABLE, BACKFILL, STAGED, 2L, null)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(counts(PBD, null, STABLE, BACKFILL, STAGED, 2L, SETS)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(counts(PBD, LIVE, null, BACKFILL, STAGED, 2L, SETS)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(counts(PBD, LIVE, STABLE, null, STAGED, 2L, null)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(counts(PBD, LIVE, STABLE, BACKFILL, null, 2L, SETS)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(counts(PBD, LIVE, STABLE, BACKFILL, STAGED, null, SETS)))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void isVoidOnlyWhereEverySideWasAskedAndHoldsNothing() {
    var none = new Side(0, 0, 0);
    var nulls = new Side(1, 0, 1);
    var sets = new Sets(0, 0, List.of(), List.of());
    assertThat(counts(none, none, none, none, none, 0L, sets).isVoid()).isTrue();
    assertThat(verdict(counts(none, none, none, none, none, 0L, sets))).isNotEqualTo(Verdict.PASS);
    for (var other : java.util.Arrays.asList(nulls, null)) {
      assertThat(counts(other, none, none, none, none, 0L, sets).isVoid()).isFalse();
      assertThat(counts(none, other, none, none, none, 0L, sets).isVoid()).isFalse();
      assertThat(counts(none, none, other, none, none, 0L, sets).isVoid()).isFalse();
      assertThat(counts(none, none, none, other, none, 0L, sets).isVoid()).isFalse();
      assertThat(counts(none, none, none, none, other, 0L, sets).isVoid()).isFalse();
    }
    assertThat(counts(none, none, none, none, none, 1L, sets).isVoid()).isFalse();
    assertThat(counts(none, none, none, none, none, null, sets).isVoid()).isFalse();
  }

  @Test
  void isUnknownWhenNothingIsThereAndOneSideCannotBeAsked() {
    var none = new Side(0, 0, 0);
    assertThat(verdict(counts(null, none, none, none, none, 0L, null))).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void failsWhereEmptinessWouldOverwriteRows() {
    var none = new Side(0, 0, 0);
    var sets = new Sets(0, 0, List.of(), List.of());
    assertThat(failing(counts(none, none, STABLE, none, none, 0L, sets)))
        .contains(CheckKind.STABLE, CheckKind.NOT_EMPTY);
    assertThat(failing(counts(none, LIVE, none, none, none, 0L, sets)))
        .contains(CheckKind.LIVE, CheckKind.NOT_EMPTY);
  }

  @Test
  void isUnknownWhenLiveIsEmpty() {
    assertThat(verdict(counts(PBD, new Side(0, 0, 0), STABLE, BACKFILL, STAGED, 2L, SETS)))
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void failsOnDisjointIdsOfEqualNumber() {
    var disjoint = new Sets(98, 98, List.of(), List.of());
    assertThat(failing(counts(PBD, LIVE, STABLE, BACKFILL, STAGED, 2L, disjoint)))
        .containsExactly(CheckKind.SETS);
  }

  @Test
  void failsOnOneDuplicate() {
    assertThat(failing(counts(PBD, LIVE, STABLE, new Side(99, 98, 0), STAGED, 2L, SETS)))
        .contains(CheckKind.DEDUPED, CheckKind.DECODED, CheckKind.LEDGER);
  }

  @Test
  void failsOnNullIds() {
    assertThat(failing(counts(new Side(106, 100, 1), LIVE, STABLE, BACKFILL, STAGED, 2L, SETS)))
        .containsExactly(CheckKind.NULL_IDS);
  }

  @Test
  void failsOnErrorRowsUnaccountedFor() {
    assertThat(failing(counts(PBD, LIVE, STABLE, BACKFILL, STAGED, 1L, SETS)))
        .containsExactly(CheckKind.DECODED, CheckKind.SETS, CheckKind.LEDGER);
  }

  @Test
  void failsWithFewerThanLiveOrStable() {
    assertThat(failing(counts(PBD, new Side(101, 101, 0), STABLE, BACKFILL, STAGED, 2L, SETS)))
        .containsExactly(CheckKind.LIVE);
    assertThat(failing(counts(PBD, LIVE, new Side(101, 101, 0), BACKFILL, STAGED, 2L, SETS)))
        .containsExactly(CheckKind.STABLE);
  }

  @Test
  void passesAtTheVeryNumberAndTellsTheFigures() {
    var counts =
        counts(PBD, new Side(100, 100, 0), new Side(100, 100, 0), BACKFILL, STAGED, 2L, SETS);
    assertThat(Checks.of(counts))
        .allMatch(check -> check.verdict() == Verdict.PASS)
        .extracting(check -> check.kind() + ": " + check.detail())
        .containsExactly(
            "DEDUPED: 98 rows, 98 distinct ids",
            "LIVE: 98 rows + 2 errors, 100 in live",
            "STABLE: 98 rows + 2 errors, 100 in stable",
            "DECODED: 98 rows + 2 errors, 100 distinct in payload_bytes_decoded",
            "NOT_EMPTY: 98 rows",
            "SETS: 2 missing (2 error rows), 0 extra",
            "NULL_IDS: 0 in payload_bytes_decoded, 0 in the backfill",
            "STAGED: 105 rows = 100 distinct + 5 duplicates + 0 without id; 100 staged",
            "LEDGER: 100 staged = 98 rows + 2 errors, difference 0",
            "OUTSIDE: 0 rows in other partitions",
            "LEFTOVERS: none");
  }

  @Test
  void countsARowWithoutIdAsNoDuplicate() {
    var counts = counts(new Side(106, 100, 1), LIVE, STABLE, new Side(99, 98, 1), STAGED, 2L, SETS);
    assertThat(detail(counts, CheckKind.STAGED))
        .isEqualTo("106 rows = 100 distinct + 5 duplicates + 1 without id; 100 staged");
    assertThat(detail(counts, CheckKind.NULL_IDS))
        .isEqualTo("1 in payload_bytes_decoded, 1 in the backfill");
    assertThat(failing(counts)).contains(CheckKind.NULL_IDS).doesNotContain(CheckKind.DEDUPED);
  }

  @Test
  void failsOnRowsOfOtherDaysAndTablesLeftBehind() {
    var counts = around(Optional.of(3L), Optional.of(List.of("beam_load_1", "beam_load_2")));
    assertThat(failing(counts)).containsExactly(CheckKind.OUTSIDE, CheckKind.LEFTOVERS);
    assertThat(detail(counts, CheckKind.OUTSIDE)).isEqualTo("3 rows in other partitions");
    assertThat(detail(counts, CheckKind.LEFTOVERS)).isEqualTo("beam_load_1, beam_load_2");
    assertThat(Checks.of(around(Optional.empty(), Optional.empty())))
        .filteredOn(check -> check.verdict() == Verdict.UNKNOWN)
        .extracting(check -> check.kind() + ": " + check.detail())
        .containsExactly(
            "OUTSIDE: the backfill table is absent", "LEFTOVERS: the dataset could not be listed");
  }

  private static Counts around(Optional<Long> outside, Optional<List<String>> leftovers) {
    return new Counts(
        CELL,
        Optional.of(PBD),
        Optional.of(LIVE),
        Optional.of(STABLE),
        Optional.of(BACKFILL),
        Optional.of(STAGED),
        Optional.of(2L),
        Optional.of(SETS),
        outside,
        leftovers);
  }

  private static String detail(Counts counts, CheckKind kind) {
    return Checks.of(counts).stream()
        .filter(check -> check.kind() == kind)
        .map(CheckResult::detail)
        .findFirst()
        .orElseThrow();
  }

  private static List<CheckKind> failing(Counts counts) {
    return Checks.of(counts).stream()
        .filter(result -> result.verdict() == Verdict.FAIL)
        .map(CheckResult::kind)
        .toList();
  }

  private static Verdict verdict(Counts counts) {
    return Checks.verdict(Checks.of(counts));
  }

  private static Counts counts(
      Side pbd, Side live, Side stable, Side backfill, Side staged, Long errors, Sets sets) {
    return new Counts(
        CELL,
        Optional.ofNullable(pbd),
        Optional.ofNullable(live),
        Optional.ofNullable(stable),
        Optional.ofNullable(backfill),
        Optional.ofNullable(staged),
        Optional.ofNullable(errors),
        Optional.ofNullable(sets),
        Optional.of(0L),
        Optional.of(List.of()));
  }
}
