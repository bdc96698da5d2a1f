package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Ask;
import dev.backfill.ui.model.CountsModel;
import dev.backfill.ui.model.CountsRow;
import dev.backfill.ui.model.CountsRow.Standing;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;

/** The counts of a stage, a row for each cell; the selected one's checks below. */
final class CountsController implements Shown {
  private final Context context;
  private final StageKind kind;
  private final CountsModel model;
  private RunView view;

  @FXML private TextField search;
  @FXML private CheckBox failed;
  @FXML private Label summary;
  @FXML private Button export;
  @FXML private TableView<CountsRow> counts;
  @FXML private Label totals;
  @FXML private VBox detail;

  CountsController(Context context, StageKind kind) {
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
    columns.add(Columns.state(Texts.of("counts.verdict"), "verdict", CountsRow::standing));
    columns.add(Columns.name(Texts.of("counts.table"), 214, CountsRow::table));
    columns.add(Columns.text(Texts.of("counts.day"), 98, CountsRow::day));
    Arrays.stream(CountsRow.Column.values()).map(CountsController::number).forEach(columns::add);
    counts.setPlaceholder(new Label(Texts.of("counts.empty")));
    counts.setAccessibleText(Texts.of("page." + kind.id()));
    // Of equal height, so that the table need not measure five thousand rows.
    counts.setFixedCellSize(34);
    var sorted = new SortedList<>(model.shown());
    sorted.comparatorProperty().bind(counts.comparatorProperty());
    counts.setItems(sorted);
    var selected = counts.getSelectionModel().selectedItemProperty();
    selected.addListener((p, was, now) -> detail(now));
    model.failedOnly().addListener((p, was, now) -> sums());
    model.search().addListener((p, was, now) -> sums());
    export.setDisable(true);
    detail(null);
    sums();
  }

  @Override
  public void show(RunView now) {
    view = now;
    var unread = model.unread(now);
    var run = now.opened().run();
    // In the order given, so that a newer count is never overwritten by an older one.
    context
        .files()
        .compute(
            () -> CountsModel.read(kind, unread),
            read -> {
              if (view.opened().run().equals(run)) {
                take(read);
              }
            });
  }

  private void take(List<CountsRow> read) {
    model.take(read, view.accepted());
    export.setDisable(model.rows().isEmpty());
    if (!model.shown().isEmpty() && counts.getSelectionModel().isEmpty()) {
      selectWorst();
    }
    sums();
  }

  /** What does not pass is what the operator came for. */
  private void selectWorst() {
    var rows = counts.getItems();
    for (var i = 0; i < rows.size(); i++) {
      var standing = rows.get(i).standing();
      if (standing == Standing.FAIL || standing == Standing.UNKNOWN) {
        counts.getSelectionModel().select(i);
        counts.scrollTo(Math.max(0, i - 1));
        return;
      }
    }
    counts.getSelectionModel().selectFirst();
  }

  @FXML
  private void export() {
    var chooser = new FileChooser();
    chooser.setInitialFileName(view.opened().run() + "-" + kind.id() + ".csv");
    Optional.ofNullable(chooser.showSaveDialog(counts.getScene().getWindow()))
        .ifPresent(file -> context.files().write(file.toPath(), model.csv()));
  }

  private static TableColumn<CountsRow, Double> number(CountsRow.Column name) {
    return Columns.number(
        Texts.of("counts." + Texts.word(name)),
        width(name),
        row -> row.number(name).orElse(null),
        number -> format(name, number));
  }

  private static double width(CountsRow.Column name) {
    return switch (name) {
      case N_PBD, N_LIVE, N_STABLE, N_BACKFILL, DISTINCT -> 90;
      case N_ERRORS -> 74;
      case RATIO -> 62;
    };
  }

  private void detail(CountsRow row) {
    detail.getChildren().clear();
    if (row == null) {
      detail.getChildren().add(new Label(Texts.of("counts.none")));
    } else {
      CountsDetail.fill(detail, row, view, kind);
      if (kind == StageKind.VALIDATE) {
        acceptance(row);
      }
    }
  }

  /** Offers to accept a row, or tells why it was accepted. */
  private void acceptance(CountsRow row) {
    switch (row.standing()) {
      case PASS -> {}
      case ACCEPTED -> detail.getChildren().add(1, accepted(row));
      case FAIL, UNKNOWN -> detail.getChildren().add(1, offer(row));
    }
  }

  private static Label accepted(CountsRow row) {
    var reason = new Label(Texts.of("accept.reason", row.reason().orElseThrow()));
    reason.setWrapText(true);
    return reason;
  }

  private Button offer(CountsRow row) {
    var accept = new Button(Texts.of("accept"));
    accept.setId("accept");
    accept.disableProperty().bind(context.model().running());
    accept.setOnAction(event -> ask(row));
    return accept;
  }

  private void ask(CountsRow row) {
    var opened = view.opened();
    var cell = row.counts().cell();
    context
        .model()
        .ask()
        .set(
            new Ask(
                "accept",
                Texts.of("accept.text", cell, String.join("\n", row.deviations())),
                true,
                why -> context.service().accept(opened.run(), opened.cloud(), cell, why)));
  }

  private void sums() {
    summary.setText(
        Texts.of(
            "counts.summary",
            model.shown().size(),
            model.rows().size(),
            model.having(Standing.PASS),
            model.having(Standing.FAIL),
            model.having(Standing.UNKNOWN),
            model.having(Standing.ACCEPTED)));
    totals.setText(
        Texts.of("counts.totals")
            + Arrays.stream(CountsRow.Column.values())
                .filter(column -> column != CountsRow.Column.RATIO)
                .map(c -> Texts.of("counts." + Texts.word(c)) + " " + format(c, model.total(c)))
                .collect(Collectors.joining("   ")));
  }

  private static String format(CountsRow.Column column, double number) {
    return column == CountsRow.Column.RATIO
        ? String.format(Locale.US, "%.4f", number)
        : Texts.number(Math.round(number));
  }
}
