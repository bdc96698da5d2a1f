package dev.backfill.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.util.HashMap;
import java.util.Map;
import javafx.application.Application;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.StatusBar;

/** The frame: steps, the page of the selected one, the log, and which cloud is touched. */
final class ShellController {
  private final Context context;
  private final Pages loader;
  private final Map<String, Parent> loaded = new HashMap<>();

  @FXML private ListView<String> steps;
  @FXML private Label heading;
  @FXML private Button stop;
  @FXML private ToggleButton dark;
  @FXML private StackPane pages;
  @FXML private ListView<String> log;
  @FXML private StatusBar status;
  @FXML private StackPane veil;

  ShellController(Context context, Pages loader) {
    this.context = context;
    this.loader = loader;
  }

  @FXML
  private void initialize() {
    var model = context.model();
    steps.setCellFactory(list -> new StepCell());
    steps.getItems().setAll(Pages.ids());
    steps.getSelectionModel().selectedItemProperty().addListener((p, was, id) -> show(id));
    stop.disableProperty().bind(model.running().not());
    log.setItems(model.log());
    veil.getChildren().setAll(loader.load("confirm").root());
    veil.visibleProperty().bind(model.question().isNotNull());
    model.view().addListener((p, was, now) -> changed());
    model.running().addListener((p, was, now) -> changed());
    model.cloud().addListener((p, was, now) -> changed());
    model.notice().addListener((p, was, now) -> changed());
    steps.getSelectionModel().selectFirst();
    changed();
  }

  @FXML
  private void stop() {
    context.service().stop();
  }

  @FXML
  private void theme() {
    Application.setUserAgentStylesheet(
        dark.isSelected()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
    var classes = dark.getScene().getRoot().getStyleClass();
    classes.remove("dark");
    if (dark.isSelected()) {
      classes.add("dark");
    }
  }

  private void show(String id) {
    if (id != null) {
      heading.setText(Texts.of("page." + id));
      pages.getChildren().setAll(loaded.computeIfAbsent(id, key -> loader.load(key).root()));
    }
  }

  private void changed() {
    var model = context.model();
    var cloud = model.cloud().get();
    var touched = cloud.isEmpty() ? Texts.of("shell.nocloud") : Texts.of("shell.cloud", cloud);
    var notice = model.notice().get();
    status.setText(notice.isEmpty() ? touched : touched + "  |  " + notice);
    status.setProgress(model.running().get() ? model.progress() : 0);
    steps.refresh();
  }

  private final class StepCell extends ListCell<String> {
    @Override
    protected void updateItem(String id, boolean empty) {
      super.updateItem(id, empty);
      if (empty || id == null) {
        setText(null);
        Texts.color(this, null);
        return;
      }
      var state = id.equals(Pages.PLAN) ? planned() : context.model().state(StageKind.of(id));
      setText(Texts.of("page." + id) + "   " + Texts.state(state));
      Texts.color(this, state);
    }

    private State planned() {
      return context.model().view().get() == null ? State.WAITING : State.DONE;
    }
  }
}
