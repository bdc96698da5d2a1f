package dev.backfill.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rejected;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.EvenCounts;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Rewrite.Mode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What verify finds unequal, and how what was landed is told. */
class LandingWordsTest {
  private static final Cell CELL = Packets.plan().cells().get(0);
  private static final Side FIVE = new Side(5, 5, 0);

  private final Landing<?> append = new AppendLanding(Packets.plan());
  private final Landing<?> overwrite = new OverwriteLanding(Packets.plan());

  private static Optional<Fingerprint> holding(long rows) {
    return Optional.of(
        new Fingerprint(
            "p:d.t$20200414", "e", "s", "none", "none", "US", "k", rows, 1, Optional.empty()));
  }

  private static Side rows(long rows) {
    return new Side(rows, rows, 0);
  }

  private static Counts added(Side present) {
    var of = EvenCounts.of(CELL, 5);
    return new Counts(
        CELL,
        of.pbd(),
        of.live(),
        of.stable(),
        of.backfill(),
        of.staged(),
        of.errors(),
        of.sets(),
        of.outside(),
        of.leftovers(),
        of.values(),
        Optional.empty(),
        Optional.of(
            new Rejected(5, 1, 1, FIVE, 5, present, 0, 0, 0, none(), none(), List.of(), false)));
  }

  private static Counts rewritten(Optional<Long> affected, Optional<Long> left) {
    return Counts.ofRewrite(
        CELL,
        Optional.of(FIVE),
        Optional.of(FIVE),
        none(),
        none(),
        new Rewritten(Mode.DROP, affected, left));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  @Test
  void anAppendIsEqualWhereEachNewDocumentIsThereOnceAndAllThatWas() {
    var counts = added(FIVE);
    assertThat(append.unequal(counts, rows(12), FIVE, holding(7))).isEmpty();
    assertThat(append.equal(counts, rows(12), FIVE))
        .isEqualTo("n_stable = 7 before + 5 added = 12, every new document once");
    assertThat(append.equalText(3))
        .isEqualTo("Stable holds what it held and what was added, once, for 3 cells");
    assertThat(append.told(5, holding(7))).isEqualTo("5 rows added to 7");
    assertThat(append.told(5, none())).isEqualTo("5 rows added");
  }

  @Test
  void anAppendProvesNothingWhereWhatWasThereIsNotKnown() {
    var unknown = "how many rows stable held before is not known, so nothing is proved.";
    assertThat(append.unequal(added(FIVE), rows(12), FIVE, none())).contains(unknown);
    assertThat(append.unequal(EvenCounts.of(CELL, 5), rows(12), FIVE, holding(7)))
        .contains(unknown);
  }

  @Test
  void anAppendIsUnequalWhereARowIsLackingOrThereTwice() {
    assertThat(append.unequal(added(FIVE), rows(17), FIVE, holding(7)))
        .contains(
            "stable has 17 rows in place of 7 before and 5 added. Someone else may have written to"
                + " it.");
    assertThat(append.unequal(added(new Side(6, 5, 0)), rows(12), FIVE, holding(7)))
        .contains("of the 5 new documents stable holds 5, in 6 rows.");
    assertThat(append.unequal(added(new Side(5, 4, 0)), rows(12), FIVE, holding(7)))
        .contains("of the 5 new documents stable holds 4, in 5 rows.");
  }

  @Test
  void anOverwriteIsEqualWhereBothSidesAre() {
    var even = EvenCounts.of(CELL, 5);
    assertThat(overwrite.unequal(even, FIVE, FIVE, none())).isEmpty();
    assertThat(overwrite.equal(even, FIVE, FIVE)).isEqualTo("n_stable = n_backfill = 5");
    assertThat(overwrite.equalText(3)).isEqualTo("Stable equals backfill for 3 cells");
    assertThat(overwrite.told(5, holding(7))).isEqualTo("5 rows copied, in place of 7");
    assertThat(overwrite.told(5, none())).isEqualTo("5 rows copied");
    assertThat(overwrite.unequal(even, rows(4), FIVE, none()))
        .contains(
            "stable has 4 rows and backfill 5. Someone else may have written to one of them.");
  }

  @Test
  void aRewriteIsEqualWhereAffectedRowsAreToo() {
    var two = Optional.of(2L);
    var counts = rewritten(two, two);
    assertThat(overwrite.unequal(counts, FIVE, FIVE, none())).isEmpty();
    assertThat(overwrite.equal(counts, FIVE, FIVE))
        .isEqualTo("n_stable = n_backfill = 5, affected: 2");
    assertThat(overwrite.unequal(rewritten(two, Optional.of(0L)), FIVE, FIVE, none()))
        .contains(
            "stable has 5 rows, 2 affected, and backfill 5, 0 affected. Someone else may have"
                + " written to one of them.");
  }
}
