package dev.backfill.ui;

import dev.backfill.plan.Problem;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.util.StringConverter;

/** The plan's text, its problems, and the start of a run. */
final class PlanController {
  private final Context context;

  @FXML private TextArea text;
  @FXML private Label verdict;
  @FXML private ListView<Problem> problems;
  @FXML private ComboBox<Clouds.Place> place;
  @FXML private ComboBox<String> unfinished;
  @FXML private Button resume;
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
    place.setConverter(new PlaceName());
    place.setValue(Clouds.Place.SANDBOX);
    unfinished.setItems(context.model().unfinished());
    start.disableProperty().bind(plan.valid().not().or(running));
    resume.disableProperty().bind(unfinished.valueProperty().isNull().or(running));
  }

  @FXML
  private void start() {
    context.service().start(context.plan().text().get(), place.getValue());
  }

  @FXML
  private void resume() {
    context.service().resume(unfinished.getValue(), place.getValue());
  }

  private String verdict() {
    var plan = context.plan();
    return plan.valid().get()
        ? Texts.of("plan.valid")
        : Texts.of("plan.invalid", plan.problems().size());
  }

  private static final class PlaceName extends StringConverter<Clouds.Place> {
    @Override
    public String toString(Clouds.Place place) {
      return place == null ? "" : Texts.of("place." + Texts.word(place));
    }

    @Override
    public Clouds.Place fromString(String name) {
      throw new UnsupportedOperationException("The list of clouds is not edited.");
    }
  }
}
