package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.FinalizeRow;
import dev.backfill.ui.part.Columns;
import dev.backfill.ui.part.Rows;
import dev.backfill.ui.part.Texts;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

/** What finalize overwrites, what each partition loses and gets, and the proof afterwards. */
final class FinalizeController implements Shown {
  private final Context context;

  @FXML private Label proof;
  @FXML private Button undo;
  @FXML private TableView<FinalizeRow> rows;

  FinalizeController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    undo.managedProperty().bind(undo.visibleProperty());
    undo.disableProperty().bind(context.model().running());
    rows.getColumns()
        .setAll(
            List.of(
                Columns.text(Texts.of("finalize.to"), 430, FinalizeRow::to),
                number("finalize.losing", row -> row.losing().orElse(null)),
                number("finalize.getting", row -> row.getting().orElse(null)),
                Columns.state(Texts.of("lines.state"), "state", FinalizeRow::state),
                number("finalize.after", row -> row.after().orElse(null)),
                Columns.text(Texts.of("finalize.from"), 400, FinalizeRow::from),
                Columns.text(Texts.of("finalize.job"), 300, row -> row.job().orElse(""))));
    rows.setPlaceholder(new Label(Texts.of("lines.empty")));
    rows.setAccessibleText(Texts.of("page.finalize"));
  }

  /** The engine names each partition and asks for its phrase before it puts a backup back. */
  @FXML
  private void undo() {
    var opened = context.model().view().get().opened();
    context.service().undo(opened.run(), opened.cloud());
  }

  private static javafx.scene.control.TableColumn<FinalizeRow, Long> number(
      String key, java.util.function.Function<FinalizeRow, Long> value) {
    return Columns.number(Texts.of(key), 130, value, Texts::number);
  }

  @Override
  public void show(RunView view) {
    var now = FinalizeRow.of(view);
    Rows.set(rows, now, FinalizeRow::to);
    undo.setVisible(
        !view.all(StageKind.FINALIZE, "backup").isEmpty()
            && now.stream().anyMatch(row -> row.state() == State.DONE));
    var counted = now.stream().filter(row -> row.proved().isPresent()).count();
    var proved = now.stream().filter(row -> row.proved().orElse(false)).count();
    proof.setText(counted == 0 ? "" : Texts.of("finalize.proof", proved, now.size()));
  }
}
