package dev.backfill.ui;

import dev.backfill.check.Verdict;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CountsRow;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;

/** The counts of a stage, a row for each cell, and the checks that do not pass. */
final class CountsController {
  private static final List<String> COLUMNS =
      List.of("table", "day", "pbd", "live", "stable", "backfill", "distinct", "errors");

  private final Context context;
  private final StageKind kind;

  @FXML private TableView<CountsRow> counts;
  @FXML private TextArea checks;

  CountsController(Context context, StageKind kind) {
    this.context = context;
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    for (var i = 0; i < COLUMNS.size(); i++) {
      counts.getColumns().add(column(i));
    }
    var verdict = new TableColumn<CountsRow, Verdict>(Texts.of("counts.verdict"));
    verdict.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().verdict()));
    verdict.setCellFactory(column -> new StateCell<>("verdict"));
    counts.getColumns().add(verdict);
    context.model().view().addListener((p, was, now) -> show(now));
    show(context.model().view().get());
  }

  private static TableColumn<CountsRow, String> column(int i) {
    var column = new TableColumn<CountsRow, String>(Texts.of("counts." + COLUMNS.get(i)));
    column.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().texts().get(i)));
    if (i == 0) {
      column.setPrefWidth(220);
    } else if (i > 1) {
      column.setStyle("-fx-alignment: CENTER-RIGHT;");
    }
    return column;
  }

  private void show(RunView view) {
    if (view != null) {
      counts.getItems().setAll(CountsRow.of(view, kind));
      checks.setText(
          counts.getItems().stream()
              .filter(row -> !row.checks().isEmpty())
              .map(row -> row.texts().get(0) + " " + row.texts().get(1) + "\n" + row.checks())
              .collect(Collectors.joining("\n\n")));
    }
  }
}
