package dev.backfill.ui;

import dev.backfill.ui.model.LogLines;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Clip;
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
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;

/** What was said so far, or the end of the program's log file; follows while it is asked to. */
final class LogController implements Bindable {
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final PageContext context;

  @FXML private TextField search;
  @FXML private CheckBox follow;
  @FXML private CheckBox program;
  @FXML private HBox tools;
  @FXML private ListView<String> log;

  LogController(PageContext context) {
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
    log.setCellFactory(list -> new LogCell(this::wanted));
    log.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    log.addEventHandler(
        KeyEvent.KEY_PRESSED,
        key -> {
          if (COPY.match(key) && !log.getSelectionModel().isEmpty()) {
            Clip.copy(String.join("\n", log.getSelectionModel().getSelectedItems()));
            key.consume();
          }
        });
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

  private String wanted() {
    return search.getText().strip().toLowerCase(Locale.ROOT);
  }

  private void fill() {
    var wanted = wanted();
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
          if (!wanted().isEmpty()) {
            toFound();
          } else if (follow.isSelected() && !log.getItems().isEmpty()) {
            log.scrollTo(log.getItems().size() - 1);
          }
        });
  }

  /** What is looked for is shown, and not the end of the stack trace under it. */
  private void toFound() {
    var wanted = wanted();
    for (var i = 0; i < log.getItems().size(); i++) {
      if (log.getItems().get(i).toLowerCase(Locale.ROOT).contains(wanted)) {
        log.getSelectionModel().clearAndSelect(i);
        log.scrollTo(i);
        return;
      }
    }
  }
}
