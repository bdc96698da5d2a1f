package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.backfill.check.Counts;
import dev.backfill.check.EvenCounts;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.run.Acceptance;
import dev.backfill.run.Choices;
import dev.backfill.run.Playbooks;
import dev.backfill.run.Standing;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CountsRow.Column;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

/** The counts table's lines, without a toolkit. */
class CountsModelTest {
  private final CountsModel model = new CountsModel(StageKind.VERIFY);

  @Test
  void renewsALineWhereItStands() {
    model.take(List.of(row(1, 10), row(2, 20)), List.of(), Choices.NONE);
    var line = model.sorted().get(1);
    var changes = new ArrayList<Object>();
    model.sorted().addListener((ListChangeListener<CountsLine>) changes::add);
    model.take(List.of(row(2, 25)), List.of(), Choices.NONE);
    assertThat(model.sorted().get(1)).isSameAs(line);
    assertThat(line.row().number(Column.N_LIVE)).contains(25.0);
    assertThat(changes).as("a change of the list draws every visible row anew").isEmpty();
  }

  @Test
  void movesARenewedLineWhereAnOrderOrAFilterWantsIt() {
    model.take(List.of(row(1, 10), row(2, 20), row(3, 30)), List.of(), Choices.NONE);
    model
        .sorted()
        .setComparator(Comparator.comparing(line -> line.row().number(Column.N_LIVE).get()));
    model.take(List.of(row(1, 40)), List.of(), Choices.NONE);
    assertThat(model.sorted())
        .extracting(line -> line.row().day().substring(8))
        .containsExactly("02", "03", "01");
    model.failedOnly().set(true);
    assertThat(model.sorted())
        .hasSize(model.having(Standing.FAIL) + model.having(Standing.UNKNOWN));
    model.search().set("no such table");
    assertThat(model.sorted()).isEmpty();
  }

  /** As the founding runbook's table; what does not pass is not to be looked for. */
  @Test
  void ordersByRatioAndWhatFailsFirst() {
    var model = new CountsModel(StageKind.VALIDATE);
    model.take(
        List.of(ratio(1, 100, 120), ratio(2, 100, 105), row(3, 0), ratio(4, 100, 100)),
        List.of(),
        Choices.NONE);
    assertThat(days(model)).containsExactly("04", "02", "01", "03");
    model.take(List.of(failing(5), ratio(2, 100, 130)), List.of(), Choices.NONE);
    assertThat(days(model)).containsExactly("05", "04", "01", "02", "03");
    var csv = model.csv().lines().skip(1).map(line -> line.split(",")[1].substring(8)).toList();
    assertThat(csv).as("in the order shown").isEqualTo(days(model));
  }

  /** What comes at once is ordered beside the window, and only the newest of it is shown. */
  @Test
  void givesTheNewestRowsInTheOrderShown() {
    var read = List.of(ratio(1, 100, 120), ratio(2, 100, 105), failing(5), ratio(1, 100, 101));
    var newest = CountsModel.newest(read);
    assertThat(newest)
        .extracting(row -> row.day().substring(8), row -> row.counts().ratio().getAsDouble())
        .containsExactly(tuple("05", 0.8), tuple("01", 1.01), tuple("02", 1.05));
    var model = new CountsModel(StageKind.VALIDATE);
    model.take(newest, List.of(), Choices.NONE);
    assertThat(model.sorted()).extracting(CountsLine::row).isEqualTo(newest);
  }

  private static List<String> days(CountsModel model) {
    return model.sorted().stream().map(line -> line.row().day().substring(8)).toList();
  }

  private static CountsRow ratio(int day, long live, long all) {
    return counted(day, live, all, all);
  }

  private static CountsRow failing(int day) {
    return counted(day, 10, 10, 8);
  }

  private static CountsRow counted(int day, long live, long all, long backfilled) {
    var even = row(day, all).counts();
    var less = Optional.of(new Counts.Side(live, live, 0));
    return CountsRow.of(
        Playbooks.DEFAULT,
        new Counts(
            even.cell(),
            even.pbd(),
            less,
            less,
            Optional.of(new Counts.Side(backfilled, backfilled, 0)),
            even.staged(),
            even.errors(),
            Optional.of(new Counts.Sets(all - backfilled, 0, List.of(), List.of())),
            even.outside(),
            even.leftovers()));
  }

  @Test
  void sumsWhatIsShownAsItChanges() {
    model.take(List.of(row(1, 10), row(2, 20), row(2, 21)), List.of(), Choices.NONE);
    model.take(List.of(row(1, 12), row(3, 30)), List.of(), Choices.NONE);
    assertThat(model.total(Column.N_LIVE)).isEqualTo(12 + 21 + 30);
    assertThat(
            model.having(Standing.PASS)
                + model.having(Standing.FAIL)
                + model.having(Standing.UNKNOWN))
        .isEqualTo(3);
    model.search().set("2020-04-03");
    assertThat(model.total(Column.N_LIVE)).isEqualTo(30);
    model.take(List.of(row(3, 31), row(1, 99)), List.of(), Choices.NONE);
    assertThat(model.total(Column.N_LIVE)).isEqualTo(31);
    model.search().set("");
    assertThat(model.total(Column.N_LIVE)).isEqualTo(99 + 21 + 31);
  }

  /** The grid draws these: a sweep of thousands with each count took a frame. */
  @Test
  void tellsWhichCellsChanged() {
    model.take(List.of(row(1, 10), row(2, 20)), List.of(), Choices.NONE);
    assertThat(model.changed()).hasSize(2);
    assertThat(model.changed()).isEmpty();
    model.take(List.of(row(2, 25), row(3, 30)), List.of(), Choices.NONE);
    assertThat(model.changed())
        .extracting(change -> change.cell().day().getDayOfMonth())
        .containsExactlyInAnyOrder(2, 3);
    model.past(List.of(row(1, 10).counts().cell().key()));
    assertThat(model.changed())
        .containsExactly(new CellChanges.Change(row(1, 10).counts().cell(), Standing.UNDONE));
  }

  /** A cell that is left out has a row even uncounted; taken in again, it shows its counts. */
  @Test
  void showsWhatTheOperatorChose() {
    var model = new CountsModel(StageKind.VALIDATE);
    var counted = row(1, 10).counts().cell();
    var never = row(2, 10).counts().cell();
    var out = Map.of(counted.key(), "late", never.key(), "lost");
    model.take(
        List.of(row(1, 10), row(3, 0)),
        List.of(),
        new Choices(List.of(), out, Set.of(), Set.of(), 1));
    assertThat(model.rows()).hasSize(3);
    assertThat(model.having(Standing.LEFT_OUT)).isEqualTo(2);
    assertThat(model.having(Standing.SKIPPED)).isEqualTo(1);
    assertThat(model.csv())
        .contains("2020-04-02,,,,,,,,,LEFT_OUT,,lost\r\n", ",SKIPPED,,\r\n")
        .startsWith("table,day,")
        .contains("verdict,checks,reason\r\n");
    model.failedOnly().set(true);
    assertThat(model.shown()).as("nothing to act on").isEmpty();
    var again = new Choices(List.of(), Map.of(), Set.of(), Set.of(counted.key()), 1);
    model.take(List.of(), List.of(), again);
    assertThat(model.shown())
        .filteredOn(line -> line.row().standing() == Standing.AGAIN)
        .extracting(line -> line.row().counts().cell())
        .containsExactly(counted);
    model.take(List.of(row(1, 10)), List.of(), Choices.NONE);
    assertThat(model.having(Standing.AGAIN)).isZero();
    assertThat(model.having(Standing.LEFT_OUT)).isZero();
  }

  @Test
  void keepsTheReasonOfAnAcceptanceInTheCsv() {
    var model = new CountsModel(StageKind.VALIDATE);
    var fails =
        CountsRow.of(
            Playbooks.DEFAULT,
            new Counts(
                row(1, 10).counts().cell(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(0L),
                Optional.of(List.of())));
    var key = fails.counts().cell().key();
    model.take(
        List.of(fails),
        List.of(
            new Acceptance(
                Instant.EPOCH,
                key,
                "noise",
                fails.deviations(),
                Optional.of(fails.counts()),
                Playbooks.DEFAULT)),
        Choices.NONE);
    assertThat(model.csv()).contains(",ACCEPTED,", ",noise\r\n");
  }

  /** Verify is done, and the cell is what was accepted: it is no failure of verify's. */
  @Test
  void showsWhatWasAcceptedAfterTheCopyToo() {
    var before = failing(5);
    var accepted =
        new Acceptance(
            Instant.EPOCH,
            before.counts().cell().key(),
            "noise",
            before.deviations(),
            Optional.of(before.counts()),
            Playbooks.DEFAULT);
    var counts = before.counts();
    var after =
        CountsRow.of(
            Playbooks.DEFAULT,
            new Counts(
                counts.cell(),
                counts.pbd(),
                counts.live(),
                counts.backfill(),
                counts.backfill(),
                counts.staged(),
                counts.errors(),
                counts.sets(),
                counts.outside(),
                counts.leftovers()));
    model.take(List.of(after), List.of(accepted), Choices.NONE);
    assertThat(model.having(Standing.FAIL)).isZero();
    assertThat(model.csv()).contains(",ACCEPTED,", ",noise\r\n");
  }

  private static CountsRow row(int day, long rows) {
    var cell = new Cell(DocumentType.parse("telemetry/main/4"), LocalDate.of(2020, 4, day));
    return CountsRow.of(Playbooks.DEFAULT, EvenCounts.of(cell, rows));
  }
}
