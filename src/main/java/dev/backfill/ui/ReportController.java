package dev.backfill.ui;

import dev.backfill.report.Format;
import dev.backfill.run.RunView;
import java.nio.file.Path;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

/** The report as text, and its export. */
final class ReportController {
  private final Context context;

  @FXML private TextArea preview;
  @FXML private TextField file;
  @FXML private ComboBox<Format> format;
  @FXML private Button export;

  ReportController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    var view = context.model().view();
    format.getItems().setAll(Format.values());
    format.setValue(Format.HTML);
    preview.setText(Texts.of("report.none"));
    export.disableProperty().bind(view.isNull().or(file.textProperty().isEmpty()));
    view.addListener((p, was, now) -> show(now));
    show(view.get());
  }

  @FXML
  private void export() {
    context
        .service()
        .export(context.model().view().get(), Path.of(file.getText()), format.getValue());
  }

  private void show(RunView view) {
    if (view != null) {
      preview.setText(Format.MD.write(view));
    }
  }
}
