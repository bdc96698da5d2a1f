package dev.backfill.ui.model;

import dev.backfill.fact.CountFact.Counted;
import dev.backfill.fact.Noted;
import dev.backfill.plan.Cell;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.Acceptance;
import dev.backfill.run.Choices;
import dev.backfill.run.Playbook;
import dev.backfill.run.Playbooks;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.Standing;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Csv;
import dev.backfill.ui.model.CellChanges.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;

/** The counts of a stage: the newest of each cell, those that are shown, and their sums. */
public final class CountsModel {
  /**
   * The order where the operator chose none: first what needs them, then, as in the founding
   * runbook, by ratio; an unknown ratio is last.
   */
  public static final Comparator<CountsLine> FOUNDING =
      Comparator.comparing(CountsLine::row, CountsModel::founding);

  private List<CountsRow.Column> columns = CountsRow.Column.of(PlaybookId.REPLAY);
  private final Role role;
  private final FactCursor unread = new FactCursor();
  private final ObservableList<CountsLine> rows = FXCollections.observableArrayList();
  private final FilteredList<CountsLine> shown = new FilteredList<>(rows);
  private final SortedList<CountsLine> sorted = new SortedList<>(shown);
  private final CountsSums sums = new CountsSums();
  private Predicate<CountsRow> wanted = row -> true;
  private final Map<String, Integer> places = new HashMap<>();
  private Choices chosen = Choices.NONE;
  private final Map<String, Long> stableThen = new HashMap<>();
  private final Set<CountsLine> changed = new LinkedHashSet<>();
  private final BooleanProperty failedOnly = new SimpleBooleanProperty();
  private final StringProperty search = new SimpleStringProperty("");

  public CountsModel(StageKind kind) {
    this.role = Playbooks.any(kind).role();
    sorted.setComparator(FOUNDING);
    failedOnly.addListener((p, was, now) -> filter());
    search.addListener((p, was, now) -> filter());
  }

  /** Made for a hundred thousand comparisons of a first look: no name is put together twice. */
  private static int founding(CountsRow one, CountsRow other) {
    var byRank = Integer.compare(rank(one.standing()), rank(other.standing()));
    if (byRank != 0) {
      return byRank;
    }
    var byRatio = Double.compare(ratio(one), ratio(other));
    if (byRatio != 0) {
      return byRatio;
    }
    var cell = one.counts().cell();
    var with = other.counts().cell();
    var byTable = cell.type().equals(with.type()) ? 0 : one.table().compareTo(other.table());
    return byTable != 0 ? byTable : cell.day().compareTo(with.day());
  }

  private static double ratio(CountsRow row) {
    return row.counts().ratio().orElse(Double.POSITIVE_INFINITY);
  }

  private static int rank(Standing standing) {
    return switch (standing) {
      case FAIL, UNKNOWN -> 0;
      case AGAIN -> 1;
      case PASS, ACCEPTED, UNDONE -> 2;
      case SKIPPED, LEFT_OUT -> 3;
    };
  }

  /** What a run has observed since the last call; another run begins an empty table. */
  public List<Noted<?>> unread(RunView view) {
    if (unread.isOther(view)) {
      rows.clear();
      places.clear();
      stableThen.clear();
      chosen = Choices.NONE;
      sums.clear();
      changed.clear();
    }
    return unread.of(view);
  }

  /** Whether its counts are of before production is written. */
  public boolean isBefore() {
    return role == Role.VALIDATES;
  }

  /** Reads a stage's counts; takes a while for thousands, and touches nothing shown. */
  public static List<CountsRow> read(Playbook playbook, StageKind kind, List<Noted<?>> observed) {
    return read(playbook, one -> one.equals(kind), observed);
  }

  /**
   * The newest row of each cell, as the founding runs order them: thousands that come at once are
   * ordered here, and not by the window.
   */
  public static List<CountsRow> newest(List<CountsRow> read) {
    var newest = new LinkedHashMap<Cell, CountsRow>();
    read.forEach(row -> newest.put(row.counts().cell(), row));
    return newest.values().stream().sorted(CountsModel::founding).toList();
  }

  private static List<CountsRow> read(
      Playbook playbook, Predicate<StageKind> which, List<Noted<?>> observed) {
    return observed.stream()
        .filter(one -> which.test(one.stage()))
        .map(Noted::fact)
        .filter(Counted.class::isInstance)
        .map(fact -> CountsRow.of(playbook, ((Counted) fact).counts()))
        .toList();
  }

  /** Reads what the stage on the other side of finalize counted of stable, by cell. */
  public static Map<String, Long> readOther(
      Playbook playbook, StageKind kind, List<Noted<?>> observed) {
    var stable = new HashMap<String, Long>();
    read(playbook, one -> !one.equals(kind), observed)
        .forEach(
            row ->
                row.number(CountsRow.Column.N_STABLE)
                    .ifPresent(n -> stable.put(row.counts().cell().key(), Math.round(n))));
    return stable;
  }

  /** Takes in what the other stage counted. */
  public void takeOther(Map<String, Long> stable) {
    stableThen.putAll(stable);
    stable.forEach(
        (cell, rows) -> {
          var place = places.get(cell);
          if (place != null) {
            renew(place, this.rows.get(place).row().beside(rows));
          }
        });
  }

  /** Whether the other stage has counted, so that there are two states to compare. */
  public boolean hasOther() {
    return !stableThen.isEmpty();
  }

  /** Takes in rows that were read, and what the operator accepted and chose. */
  public void take(List<CountsRow> read, List<Acceptance> accepted, Choices choices) {
    var added = new ArrayList<CountsLine>();
    read.forEach(row -> put(row, added));
    rows.addAll(added);
    added.forEach(line -> count(line.row(), 1));
    changed.addAll(added);
    accepted.forEach(this::accept);
    choose(choices, accepted);
  }

  /** Shows that what was counted of these cells is of before an undo. */
  public void past(List<String> cells) {
    for (var key : cells) {
      var place = places.get(key);
      if (place != null && rows.get(place).row().standing() != Standing.UNDONE) {
        renew(place, rows.get(place).row().undone());
      }
    }
  }

  /** Every cell that is or was chosen shows it; one that was taken in again shows its counts. */
  private void choose(Choices choices, List<Acceptance> accepted) {
    if (choices.equals(chosen)) {
      return;
    }
    var touched = new LinkedHashSet<String>(choices.out().keySet());
    touched.addAll(choices.uncounted());
    touched.addAll(chosen.out().keySet());
    touched.addAll(chosen.uncounted());
    chosen = choices;
    for (var key : touched) {
      var place = places.get(key);
      if (place == null && choices.out().containsKey(key)) {
        var line = new CountsLine(CountsRow.unknown(Cell.parse(key)).with(choices));
        places.put(key, rows.size());
        rows.add(line);
        changed.add(line);
        count(line.row(), 1);
      } else if (place != null) {
        renew(place, rows.get(place).row().anew(accepted, isBefore()).with(choices));
      }
    }
  }

  private void accept(Acceptance accepted) {
    var place = places.get(accepted.cell());
    if (place != null && rows.get(place).row().isOpen()) {
      renew(place, rows.get(place).row().with(accepted, isBefore()));
    }
  }

  private void put(CountsRow counted, List<CountsLine> added) {
    var then = stableThen.get(counted.counts().cell().key());
    var row = (then == null ? counted : counted.beside(then)).with(chosen);
    var place = places.putIfAbsent(row.counts().cell().key(), rows.size() + added.size());
    if (place == null) {
      added.add(new CountsLine(row));
    } else if (place < rows.size()) {
      renew(place, row);
    } else {
      added.get(place - rows.size()).renew(row);
    }
  }

  private void renew(int place, CountsRow row) {
    var line = rows.get(place);
    var before = line.row();
    count(before, -1);
    line.renew(row);
    changed.add(line);
    count(row, 1);
    // A filter or an order may want the line elsewhere; otherwise the list stays as it is.
    if (shown.getPredicate() != null || mayMove(before, row)) {
      rows.set(place, line);
    }
  }

  private boolean mayMove(CountsRow before, CountsRow now) {
    return sorted.getComparator() != FOUNDING || founding(before, now) != 0;
  }

  private void count(CountsRow row, int times) {
    sums.count(row, times);
    if (wanted.test(row)) {
      sums.add(row, times);
    }
  }

  /** The cells that are new or counted anew since the last call: of thousands mostly one. */
  public List<Change> changed() {
    var now =
        changed.stream()
            .map(CountsLine::row)
            .map(row -> new Change(row.counts().cell(), row.standing()))
            .toList();
    changed.clear();
    return now;
  }

  /** A cell's line by the cell's key; empty while nothing is known of it. */
  public Optional<CountsLine> line(String cell) {
    return Optional.ofNullable(places.get(cell)).map(rows::get);
  }

  /** Whether a line is among those that pass the filter. */
  public boolean isShown(CountsLine line) {
    return line(line.row().counts().cell().key()).filter(line::equals).isPresent()
        && wanted.test(line.row());
  }

  /** The first of the shown lines that keeps its cell from being copied. */
  public Optional<CountsLine> firstOpen() {
    return having(Standing.FAIL) + having(Standing.UNKNOWN) == 0
        ? Optional.empty()
        : sorted.stream().filter(line -> line.row().isOpen()).findFirst();
  }

  /** Every cell's line. */
  public ObservableList<CountsLine> rows() {
    return rows;
  }

  /** The lines that pass the filter. */
  public ObservableList<CountsLine> shown() {
    return shown;
  }

  /** The same in the order that the operator chose. */
  public SortedList<CountsLine> sorted() {
    return sorted;
  }

  /** Leaves only rows in which not every check passes. */
  public BooleanProperty failedOnly() {
    return failedOnly;
  }

  /** Leaves only rows whose table or day contains this. */
  public StringProperty search() {
    return search;
  }

  /** The columns that the rows have, which follow from the kind of run. */
  public List<CountsRow.Column> columns() {
    return columns;
  }

  /** Shows the columns of a kind of run. */
  public void playbook(PlaybookId playbook) {
    columns = CountsRow.Column.of(playbook);
  }

  /** The sum of a column of counts over the shown rows; unknown numbers are left out. */
  public double total(CountsRow.Column column) {
    return sums.total(column);
  }

  /** The largest number of a column of counts in this run. */
  public double most(CountsRow.Column column) {
    return sums.most(column);
  }

  public int having(Standing standing) {
    return sums.having(standing);
  }

  /** The shown rows as CSV (RFC 4180), with a head, in the order that they are shown in. */
  public String csv() {
    var out = new StringBuilder("table,day");
    for (var column : columns) {
      out.append(',').append(name(column));
    }
    out.append(",verdict,checks,reason\r\n");
    sorted.forEach(line -> out.append(csv(line.row())).append("\r\n"));
    return out.toString();
  }

  private String name(CountsRow.Column column) {
    return column == CountsRow.Column.N_STABLE_THEN
        ? isBefore() ? "n_stable_after" : "n_stable_before"
        : column.name().toLowerCase(java.util.Locale.ROOT);
  }

  private String csv(CountsRow row) {
    var fields = new ArrayList<>(List.of(row.table(), row.day()));
    for (var column : columns) {
      fields.add(row.number(column).map(n -> plain(column, n)).orElse(""));
    }
    fields.add(row.standing().name());
    fields.add(String.join(" | ", row.deviations()));
    fields.add(row.reason().orElse(""));
    return fields.stream().map(Csv::field).collect(Collectors.joining(","));
  }

  private static String plain(CountsRow.Column column, double number) {
    return column == CountsRow.Column.RATIO
        ? Double.toString(number)
        : Long.toString(Math.round(number));
  }

  private void filter() {
    var words = search.get().strip().toLowerCase(java.util.Locale.ROOT);
    var failed = failedOnly.get();
    wanted =
        row ->
            (!failed || isOfInterest(row.standing()))
                && (row.table() + " " + row.day()).contains(words);
    shown.setPredicate(words.isEmpty() && !failed ? null : line -> wanted.test(line.row()));
    sums.clearTotals();
    shown.forEach(line -> sums.add(line.row(), 1));
  }

  /** Whether there is something to look at in a cell that does not pass. */
  private static boolean isOfInterest(Standing standing) {
    return switch (standing) {
      case FAIL, UNKNOWN, ACCEPTED, AGAIN, UNDONE -> true;
      case PASS, SKIPPED, LEFT_OUT -> false;
    };
  }
}
