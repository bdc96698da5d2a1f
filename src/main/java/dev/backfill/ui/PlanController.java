package dev.backfill.ui;

import dev.backfill.plan.Problem;
import dev.backfill.ui.part.Texts;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;

/** The plan's text, its problems, and the start of a run. */
final class PlanController {
  private final Context context;

  @FXML private TextArea text;
  @FXML private Label verdict;
  @FXML private ListView<Problem> problems;
  @FXML private ComboBox<Clouds.Place> place;
  @FXML private Button start;

  PlanController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    var plan = context.plan();
    var running = context.model().running();
    text.textProperty().bindBidirectional(plan.text());
    problems.setItems(plan.problems());
    verdict
        .textProperty()
        .bind(Bindings.createStringBinding(this::verdict, plan.text(), plan.valid()));
    place.getItems().setAll(Clouds.Place.values());
    place.setConverter(new Words<>("place"));
    place.setValue(Clouds.Place.SANDBOX);
    start.disableProperty().bind(plan.valid().not().or(running));
  }

  @FXML
  private void start() {
    context.service().start(context.plan().text().get(), place.getValue());
  }

  private String verdict() {
    var plan = context.plan();
    return plan.valid().get()
        ? Texts.of("plan.valid")
        : Texts.of("plan.invalid", plan.problems().size());
  }
}
