package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** The steps of one stage, with what each said. */
final class StepsController {
  private final Context context;
  private final StageKind kind;

  @FXML private TableView<StageLine> lines;
  @FXML private TableColumn<StageLine, String> subject;
  @FXML private TableColumn<StageLine, State> state;
  @FXML private TableColumn<StageLine, String> said;

  StepsController(Context context, StageKind kind) {
    this.context = context;
    this.kind = kind;
  }

  @FXML
  private void initialize() {
    subject.setCellValueFactory(
        row -> new ReadOnlyStringWrapper(row.getValue().step().subject()).getReadOnlyProperty());
    state.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().state()));
    state.setCellFactory(column -> new StateCell<>("state"));
    said.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().text()));
    context.model().view().addListener((p, was, now) -> show(now));
    show(context.model().view().get());
  }

  private void show(RunView view) {
    if (view != null) {
      lines.getItems().setAll(view.stage(kind).lines());
    }
  }
}
