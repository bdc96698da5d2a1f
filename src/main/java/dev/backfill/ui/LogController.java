package dev.backfill.ui;

import dev.backfill.ui.model.LogLines;
import dev.backfill.ui.part.Clip;
import dev.backfill.ui.part.Texts;
import java.util.Locale;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;

/** What was said so far, or the end of the program's log file; follows while it is asked to. */
final class LogController implements Bound {
  private final Context context;

  @FXML private TextField search;
  @FXML private CheckBox follow;
  @FXML private CheckBox program;
  @FXML private HBox tools;
  @FXML private ListView<String> log;

  LogController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    search.setAccessibleText(Texts.of("log.search"));
    tools.getChildren().add(Clip.button(Texts.of("copy"), () -> String.join("\n", log.getItems())));
    program
        .selectedProperty()
        .addListener(
            (p, was, now) -> {
              if (now) {
                context.files().readLog();
              }
              fill();
            });
    search.textProperty().addListener((p, was, now) -> fill());
    log.setPlaceholder(new Label(Texts.of("log.nothing")));
    follow.selectedProperty().addListener((p, was, now) -> toEnd());
    log.visibleProperty().addListener((p, was, now) -> toEnd());
  }

  @Override
  public void bind() {
    context.model().sought().addListener((p, was, now) -> seek(now));
    seek(context.model().sought().get());
    listen(context.model().log());
    listen(context.model().programLog());
    fill();
  }

  private void listen(ObservableList<String> lines) {
    lines.addListener(
        (ListChangeListener<String>)
            change -> {
              if (program.isSelected()) {
                fill();
              } else {
                toEnd();
              }
            });
  }

  private void seek(String code) {
    if (!code.isEmpty()) {
      search.setText(code);
      if (program.isSelected()) {
        context.files().readLog();
      }
      program.setSelected(true);
    }
  }

  private void fill() {
    var wanted = search.getText().strip().toLowerCase(Locale.ROOT);
    log.setItems(
        program.isSelected()
            ? FXCollections.observableArrayList(
                LogLines.matching(context.model().programLog(), wanted))
            : new FilteredList<>(
                context.model().log(), line -> line.toLowerCase(Locale.ROOT).contains(wanted)));
    toEnd();
  }

  private void toEnd() {
    // After the list has laid out what was added.
    Platform.runLater(
        () -> {
          if (follow.isSelected() && !log.getItems().isEmpty()) {
            log.scrollTo(log.getItems().size() - 1);
          }
        });
  }
}
