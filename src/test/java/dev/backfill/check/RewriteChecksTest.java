package dev.backfill.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Rewrite.Mode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checks of a rewrite: 100 rows in stable, of which 8 are affected. */
class RewriteChecksTest {
  private static final Cell CELL =
      new Cell(DocumentType.parse("telemetry/main/4"), LocalDate.of(2020, 4, 14));
  private static final Sets SAME = new Sets(0, 0, List.of(), List.of());

  private Mode mode = Mode.DROP;
  private Optional<Side> stable = Optional.of(new Side(100, 100, 0));
  private Optional<Side> backfill = Optional.of(new Side(92, 92, 0));
  private Optional<Long> affected = Optional.of(8L);
  private Optional<Long> left = Optional.of(0L);
  private Optional<Sets> sets = Optional.of(SAME);

  @Test
  void passWhereAsManyRowsWentAsWereAffected() {
    assertThat(all()).hasSize(5).allMatch(check -> check.verdict() == Verdict.PASS);
    is(CheckKind.REWRITTEN, Verdict.PASS, "100 rows in stable - 8 affected = 92; 92 rewritten");
  }

  @Test
  void failWhereARowTooManyWentOrStayed() {
    backfill = Optional.of(new Side(91, 91, 0));
    is(CheckKind.REWRITTEN, Verdict.FAIL, "100 rows in stable - 8 affected = 92; 91 rewritten");
    backfill = Optional.of(new Side(93, 93, 0));
    left = Optional.of(1L);
    assertThat(one(CheckKind.REWRITTEN).verdict()).isEqualTo(Verdict.FAIL);
    is(CheckKind.AFFECTED_LEFT, Verdict.FAIL, "1 of the rewritten rows are affected");
  }

  @Test
  void failWhereIdsAreGoneOrAdded() {
    sets = Optional.of(new Sets(1, 0, List.of("a"), List.of()));
    is(
        CheckKind.SAME_IDS,
        Verdict.FAIL,
        "1 ids are not there as often as they must be,"
            + " 0 more often or not at all in production");
    sets = Optional.of(new Sets(0, 2, List.of(), List.of("b")));
    assertThat(one(CheckKind.SAME_IDS).verdict()).isEqualTo(Verdict.FAIL);
    sets = Optional.empty();
    is(CheckKind.SAME_IDS, Verdict.UNKNOWN, "a side could not be read");
  }

  @Test
  void keepTheNumberOfRowsWhereAffectedOnesAreReplaced() {
    mode = Mode.REPLACE;
    is(CheckKind.REWRITTEN, Verdict.FAIL, "100 rows in stable; 92 rewritten");
    backfill = Optional.of(new Side(100, 100, 0));
    is(CheckKind.REWRITTEN, Verdict.PASS, "100 rows in stable; 100 rewritten");
    left = Optional.of(1L);
    assertThat(one(CheckKind.AFFECTED_LEFT).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void leaveAnyRewriteToTheOperator() {
    mode = Mode.ANY;
    is(CheckKind.REWRITTEN, Verdict.PASS, "100 rows in stable; 92 rewritten");
    left = Optional.of(3L);
    is(
        CheckKind.AFFECTED_LEFT,
        Verdict.PASS,
        "3 of the rewritten rows are affected; mode any allows it");
    left = Optional.empty();
    is(CheckKind.AFFECTED_LEFT, Verdict.PASS, "the plan does not say which rows are affected");
  }

  @Test
  void areUnknownWhereACountIsMissing() {
    affected = Optional.empty();
    left = Optional.empty();
    is(CheckKind.REWRITTEN, Verdict.UNKNOWN, "the affected rows were not counted");
    is(CheckKind.AFFECTED_LEFT, Verdict.UNKNOWN, "the affected rows were not counted");
    stable = Optional.empty();
    is(CheckKind.REWRITTEN, Verdict.UNKNOWN, "a side could not be read");
    stable = backfill;
    backfill = Optional.empty();
    is(CheckKind.REWRITTEN, Verdict.UNKNOWN, "a side could not be read");
  }

  @Test
  void areUnknownOfCountsThatAreNotARewrites() {
    var counts = EvenCounts.of(CELL, 3);
    assertThat(Checks.of(counts, Checks.REWRITE))
        .filteredOn(
            check -> check.kind() != CheckKind.NOT_EMPTY && check.kind() != CheckKind.OUTSIDE)
        .hasSize(3)
        .allMatch(check -> check.verdict() == Verdict.UNKNOWN);
  }

  @Test
  void haveNothingToDoOnADayWithoutAnAffectedRow() {
    backfill = Optional.of(new Side(0, 0, 0));
    affected = Optional.of(0L);
    assertThat(counts().isVoid()).isTrue();
    affected = Optional.of(1L);
    assertThat(counts().isVoid()).isFalse();
    affected = Optional.empty();
    assertThat(counts().isVoid()).isFalse();
    mode = Mode.ANY;
    assertThat(counts().isVoid()).as("any, with rows in stable").isFalse();
    stable = Optional.of(new Side(0, 0, 0));
    assertThat(counts().isVoid()).as("any, with none").isTrue();
    backfill = Optional.empty();
    assertThat(counts().isVoid()).isFalse();
  }

  @Test
  void failWhereEveryRowWent() {
    backfill = Optional.of(new Side(0, 0, 0));
    is(CheckKind.NOT_EMPTY, Verdict.FAIL, "0 rows");
  }

  @Test
  void surviveJsonAndAreTold() {
    assertThat(CountsJson.read(CountsJson.write(counts()))).isEqualTo(counts());
    assertThat(counts().brief()).isEqualTo("stable 100 (8 of them affected), backfill 92");
    affected = Optional.empty();
    left = Optional.empty();
    backfill = Optional.empty();
    assertThat(CountsJson.read(CountsJson.write(counts()))).isEqualTo(counts());
    assertThat(counts().brief()).isEqualTo("stable 100, backfill unknown");
  }

  private void is(CheckKind kind, Verdict verdict, String detail) {
    assertThat(one(kind)).isEqualTo(new CheckResult(kind, verdict, detail));
  }

  private CheckResult one(CheckKind kind) {
    return all().stream().filter(check -> check.kind() == kind).findFirst().orElseThrow();
  }

  private List<CheckResult> all() {
    return Checks.of(counts(), Checks.REWRITE);
  }

  private Counts counts() {
    return Counts.ofRewrite(
        CELL, stable, backfill, sets, Optional.of(0L), new Rewritten(mode, affected, left));
  }
}
