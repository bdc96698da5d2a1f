package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.CheckKind;
import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Side;
import dev.backfill.cloud.CloudKind;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an acceptance is held against: numbers, and not the words of the console that asked. */
class AcceptanceTest {
  private static final Cell CELL = Cell.parse("telemetry/main/4@2020-04-14");

  @TempDir Path folder;

  @Test
  void coversTheSameNumbersWhateverWasSaidOfThem() {
    assertThat(accepted(Optional.of(counts(CELL, 2))).covers(counts(CELL, 2))).isTrue();
  }

  @Test
  void coversNoOtherNumbersAndNoOtherCell() {
    var accepted = accepted(Optional.of(counts(CELL, 2)));
    assertThat(accepted.covers(counts(CELL, 1))).isFalse();
    assertThat(accepted.covers(counts(Cell.parse("telemetry/main/4@2020-04-15"), 2))).isFalse();
  }

  /** What another playbook would mind is nobody's deviation here. */
  @Test
  void comparesTheChecksOfItsPlaybookAlone() {
    var two = Set.of(CheckKind.NOT_EMPTY, CheckKind.DEDUPED);
    var few = new Playbook("few", Playbooks.DEFAULT.stages(), two);
    var then =
        new Acceptance(Instant.EPOCH, CELL.key(), "", List.of(), Optional.of(counts(CELL, 0)), few);
    assertThat(then.covers(counts(CELL, 0))).isTrue();
    assertThat(then.covers(counts(CELL, 2))).as("no longer empty").isFalse();
    var more = counts(CELL, 0);
    var otherLive =
        new Counts(
            CELL,
            more.pbd(),
            Optional.of(new Side(9, 9, 0)),
            more.stable(),
            more.backfill(),
            more.staged(),
            more.errors(),
            more.sets(),
            more.outside(),
            more.leftovers());
    assertThat(then.covers(otherLive)).as("live is no check of this playbook").isTrue();
    assertThat(accepted(Optional.of(more)).covers(otherLive)).isFalse();
  }

  /** Production's own numbers are others after the copy; what fails anew is not covered. */
  @Test
  void coversAfterTheCopyWhatFailsNoMoreThanBefore() {
    var accepted = accepted(Optional.of(counts(CELL, 2)));
    var copied = stable(counts(CELL, 2), 2);
    assertThat(accepted.covers(copied)).isFalse();
    assertThat(accepted.coversAfterCopy(copied)).isTrue();
    assertThat(accepted(Optional.of(copied)).coversAfterCopy(counts(CELL, 2)))
        .as("stable has more now than the backfill")
        .isFalse();
    assertThat(accepted(Optional.empty()).coversAfterCopy(copied)).isFalse();
  }

  private static Counts stable(Counts counts, int rows) {
    return new Counts(
        counts.cell(),
        counts.pbd(),
        counts.live(),
        Optional.of(new Side(rows, rows, 0)),
        counts.backfill(),
        counts.staged(),
        counts.errors(),
        counts.sets(),
        counts.outside(),
        counts.leftovers());
  }

  /** The journal lost what was counted: nobody knows what was accepted. */
  @Test
  void coversNothingThatIsNotKnown() {
    assertThat(accepted(Optional.empty()).covers(counts(CELL, 2))).isFalse();
  }

  /** A console of other words wrote the journal: its acceptance stands. */
  @Test
  void standsInAJournalOfOtherWords() throws Exception {
    var kept = Files.readString(Path.of("src/test/resources/journals/undone/journal.jsonl"));
    var deviation = "\"deviations\":[\"";
    assertThat(kept).contains(deviation);
    Files.writeString(
        folder.resolve(Journal.FILE), kept.replace(deviation, deviation + "In other words: "));
    var view = RunView.of(Journal.read(folder));
    var cell = Cell.parse(view.accepted().get(0).cell());
    assertThat(CellValidation.of(view).get(cell).standing()).isEqualTo(Standing.ACCEPTED);
  }

  @Test
  void knowsACloudByItsWholeName() {
    for (var kind : CloudKind.values()) {
      assertThat(CloudKind.of(kind.description())).contains(kind);
    }
    assertThat(CloudKind.isSandbox("a sandbox")).isTrue();
    assertThat(CloudKind.isSandbox("Google Cloud, project sandbox-1")).isFalse();
  }

  private static Acceptance accepted(Optional<Counts> counts) {
    return new Acceptance(
        Instant.EPOCH, CELL.key(), "noise", List.of("other words"), counts, Playbooks.DEFAULT);
  }

  private static Counts counts(Cell cell, int rows) {
    var documents = Optional.of(new Side(3, 3, 0));
    return new Counts(
        cell,
        documents,
        documents,
        documents,
        Optional.of(new Side(rows, rows, 0)),
        documents,
        Optional.of(0L),
        Optional.empty(),
        Optional.of(0L),
        Optional.of(List.of()));
  }
}
