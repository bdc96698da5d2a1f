package dev.backfill.ui;

import dev.backfill.plan.Days;
import dev.backfill.run.RunView;
import dev.backfill.run.Standing;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CountsLine;
import dev.backfill.ui.model.CountsModel;
import dev.backfill.ui.model.CountsRow;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.SaveDialog;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;

/** The counts of a stage, a row for each cell; the selected one's checks below. */
final class CountsController implements RunPage {
  // Of the figures' font, 12 px, and a little more.
  private static final double DIGIT = 7.7;
  private static final double COMMA = 3.9;

  private final PageContext context;
  private final StageKind kind;
  private final CountsModel model;
  // In the table or in the grid, of which one is shown.
  private final ObjectProperty<CountsLine> chosen = new SimpleObjectProperty<>();
  private final Label none = new Label(Texts.of("counts.empty"));
  private RunView view;
  private boolean taking;
  // Whose counts are shown; another run's are read first.
  private String read = "";
  private MatrixPane matrix;
  private TableColumn<CountsLine, String> day;
  private TableColumn<CountsLine, Double> then;
  private final Map<CountsRow.Column, TableColumn<CountsLine, Double>> numbers =
      new EnumMap<>(CountsRow.Column.class);

  @FXML private TextField search;
  @FXML private CheckBox failed;
  @FXML private Label summary;
  @FXML private Button export;
  @FXML private TableView<CountsLine> counts;
  @FXML private Label totals;
  @FXML private CellController cellController;

  CountsController(PageContext context, StageKind kind) {
    this.context = context;
    this.kind = kind;
    this.model = new CountsModel(kind);
  }

  @FXML
  private void initialize() {
    search.textProperty().bindBidirectional(model.search());
    search.setAccessibleText(Texts.of("counts.search"));
    failed.selectedProperty().bindBidirectional(model.failedOnly());
    var columns = counts.getColumns();
    columns.add(
        TableColumns.state(Texts.of("counts.verdict"), "verdict", line -> line.row().standing()));
    var table =
        TableColumns.<CountsLine>name(Texts.of("counts.table"), 100, line -> line.row().table());
    columns.add(table);
    day = TableColumns.text(Texts.of("counts.day"), 90, line -> line.row().day());
    columns.add(day);
    for (var name : CountsRow.Column.values()) {
      var column = number(name);
      column.setVisible(model.columns().contains(name) && column != then);
      numbers.put(name, column);
      columns.add(column);
    }
    TableColumns.fill(counts, table, List.of());
    TableRows.keepInView(counts);
    TableRows.copySeveral(counts);
    counts.setPlaceholder(none);
    counts.getStyleClass().add("counts");
    day.getStyleClass().add("day");
    counts.setAccessibleText(Texts.of("page." + kind.id()));
    counts.setFixedCellSize(TableRows.HEIGHT);
    model
        .sorted()
        .comparatorProperty()
        .bind(counts.comparatorProperty().orElse(CountsModel.FOUNDING));
    // The list orders itself, by its own order where the table has none.
    counts.setSortPolicy(sorted -> true);
    counts.setItems(model.sorted());
    counts
        .getSelectionModel()
        .selectedItemProperty()
        .addListener(
            (p, was, now) -> {
              if (!taking) {
                chosen.set(now);
              }
            });
    chosen.flatMap(CountsLine::version).addListener((p, was, now) -> showCell());
    model.failedOnly().addListener((p, was, now) -> filtered());
    model.search().addListener((p, was, now) -> filtered());
    export.setDisable(true);
    export
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () ->
                    model.shown().size() == model.rows().size()
                        ? Texts.of("counts.export")
                        : Texts.of("counts.export.some", model.shown().size()),
                model.shown(),
                model.rows()));
    summary.setMinHeight(Label.USE_PREF_SIZE);
    totals.setMinHeight(Label.USE_PREF_SIZE);
    matrix = new MatrixPane("verdict", Standing.values(), counts);
    matrix.whenChosen(cell -> chosen.set(model.line(cell).orElse(null)));
    matrix.whenTurned(this::turned);
    sums();
  }

  /** The columns stand as the sums below do; another kind of run has others. */
  private void order() {
    var first = counts.getColumns().subList(0, counts.getColumns().size() - numbers.size());
    var wanted = new ArrayList<TableColumn<CountsLine, ?>>(first);
    model.columns().forEach(name -> wanted.add(numbers.get(name)));
    numbers.values().stream().filter(one -> !wanted.contains(one)).forEach(wanted::add);
    if (!counts.getColumns().equals(wanted)) {
      counts.getColumns().setAll(wanted);
    }
  }

  /** The grid has all cells, always. */
  private void filtered() {
    matrix.table();
    sums();
  }

  private record Counted(List<CountsRow> rows, Map<String, Long> stableThen) {}

  @Override
  public void show(RunView now) {
    view = now;
    day.setVisible(oneDay().isEmpty());
    model.playbook(now.plan().playbook());
    order();
    numbers.forEach(
        (name, column) ->
            column.setVisible(
                model.columns().contains(name) && (column != then || model.hasOther())));
    matrix.plan(now);
    var unread = model.unread(now);
    var playbook = now.playbook();
    var run = now.opened().run();
    if (!run.equals(read)) {
      forget();
    }
    // In the order given, so that a newer count is never overwritten by an older one.
    context
        .background()
        .compute(
            () ->
                new Counted(
                    CountsModel.newest(CountsModel.read(playbook, kind, unread)),
                    CountsModel.readOther(playbook, kind, unread)),
            counted -> {
              if (view.opened().run().equals(run)) {
                read = run;
                model.takeOther(counted.stableThen());
                take(counted.rows());
              }
            });
  }

  /** No figure of the run that was shown before stands under the name of another. */
  private void forget() {
    read = "";
    chosen.set(null);
    export.setDisable(true);
    then.setVisible(false);
    totals.setText("");
    summary.setText(Texts.of("counts.reading"));
    none.setText(Texts.of("counts.reading"));
    cellController.show(view, null);
  }

  private void take(List<CountsRow> counted) {
    none.setText(Texts.of("counts.empty"));
    taking = true;
    model.take(counted, view.accepted(), view.choices());
    model.past(view.stage(kind).past());
    stay();
    taking = false;
    matrix.stand(model.changed());
    showCell();
    numbers.forEach((name, column) -> column.setPrefWidth(width(name, model.most(name))));
    export.setDisable(model.rows().isEmpty());
    then.setVisible(model.hasOther());
    sums();
  }

  /** The table has rows while it is in the window. */
  private void turned(boolean table) {
    taking = true;
    counts.setItems(table ? model.sorted() : FXCollections.emptyObservableList());
    if (table) {
      select(true);
    }
    taking = false;
  }

  /** What was chosen stays so; without it, what does not pass is. */
  private void stay() {
    var there = Optional.ofNullable(chosen.get()).filter(model::isShown);
    chosen.set(there.or(model::firstOpen).orElse(null));
    if (matrix.isTable()) {
      select(there.isEmpty());
    }
  }

  /** A line that moves takes the table's selection along. */
  private void select(boolean reveal) {
    var selection = counts.getSelectionModel();
    var place = chosen.get() == null ? -1 : model.sorted().indexOf(chosen.get());
    if (place < 0) {
      selection.clearSelection();
    } else if (reveal) {
      TableRows.reveal(counts, place);
    } else if (selection.getSelectedItem() != chosen.get() || !selection.isSelected(place)) {
      // Rows that come in above push the selection to another row, and leave the item.
      selection.clearAndSelect(place);
    }
  }

  private void showCell() {
    if (!taking) {
      var line = chosen.get();
      cellController.show(view, line == null ? null : line.row());
      if (line != null) {
        matrix.mark(line.row().counts().cell());
      }
    }
  }

  /** The plan's day, when it has one alone: that stands above the table, not in each row. */
  private Optional<LocalDate> oneDay() {
    return Optional.ofNullable(view)
        .map(now -> now.plan().days())
        .filter(days -> days.first().equals(days.last()))
        .map(Days::first);
  }

  @FXML
  private void export() {
    SaveDialog.ask(
        counts,
        Texts.of("counts.save"),
        view.opened().run() + "-" + kind.id() + ".csv",
        file -> context.files().write(file, model.csv(), written()));
  }

  /** What the file holds, and what it does not. */
  private String written() {
    return Texts.of(
        "counts.saved", model.shown().size(), model.rows().size() - model.shown().size());
  }

  private TableColumn<CountsLine, Double> number(CountsRow.Column name) {
    var column =
        TableColumns.<CountsLine, Double>number(
            title(name).replace(' ', '\n'),
            width(name),
            line -> line.row().number(name).orElse(null),
            number -> format(name, number));
    if (name == CountsRow.Column.N_STABLE_THEN) {
      then = column;
    }
    return column;
  }

  private String title(CountsRow.Column name) {
    return Texts.of("counts." + Texts.word(name), model.isBefore() ? 1 : 0);
  }

  /** No figure is cut: a column is as wide as its name, and as the largest number in it. */
  private static double width(CountsRow.Column name, double most) {
    var text = format(name, most);
    var commas = text.chars().filter(c -> c == ',').count();
    return Math.max(width(name), DIGIT * (text.length() - commas) + COMMA * commas + 14);
  }

  private static double width(CountsRow.Column name) {
    return switch (name) {
      case N_PBD, N_LIVE, N_STABLE, N_STABLE_THEN, N_BACKFILL, DISTINCT -> 82;
      case N_ERRORS, N_LEFT, N_MISSING, N_EXTRA, N_STAGED -> 76;
      case N_AFFECTED, N_CAUGHT, N_DECODED -> 92;
      case RATIO -> 58;
    };
  }

  private void sums() {
    var said =
        Texts.of(
                "counts.summary",
                model.shown().size(),
                model.rows().size(),
                model.having(Standing.PASS),
                model.having(Standing.FAIL))
            + also(Standing.UNKNOWN)
            + also(Standing.ACCEPTED)
            + also(Standing.SKIPPED)
            + also(Standing.LEFT_OUT)
            + also(Standing.AGAIN)
            + also(Standing.UNDONE);
    summary.setText(oneDay().map(only -> Texts.of("counts.oneday", only, said)).orElse(said));
    totals.setText(
        Texts.of("counts.totals")
            + model.columns().stream()
                .filter(column -> column != CountsRow.Column.RATIO)
                .filter(c -> c != CountsRow.Column.N_STABLE_THEN || model.hasOther())
                .map(c -> title(c) + " " + format(c, model.total(c)))
                .collect(Collectors.joining("   ")));
  }

  /** How many cells stand so, for the end of the summary; nothing when none does. */
  private String also(Standing standing) {
    var many = model.having(standing);
    return many == 0 ? "" : Texts.of("counts.also." + Texts.word(standing), many);
  }

  private static String format(CountsRow.Column column, double number) {
    return column == CountsRow.Column.RATIO
        ? String.format(Locale.US, "%.4f", number)
        : Texts.number(Math.round(number));
  }
}
