package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Banner;
import dev.backfill.ui.part.SaveDialog;
import dev.backfill.ui.part.Texts;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;

/** The plan as a form and as a text, what it will do, and the start of a run. */
final class PlanController implements Bound {
  private final Context context;
  private PlanForm form;

  @FXML private Banner wrong;
  @FXML private ScrollPane formPlace;
  @FXML private TabPane tabs;
  @FXML private Tab project;
  @FXML private TextArea text;
  @FXML private Label placeLabel;
  @FXML private ComboBox<Clouds.Place> place;
  @FXML private Badge verdict;
  @FXML private Button save;
  @FXML private Button ask;
  @FXML private Button start;

  PlanController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    form = new PlanForm(context.plan());
    formPlace.setContent(form);
    placeLabel.setLabelFor(place);
    place.getItems().setAll(Clouds.Place.values());
    place.setConverter(new Words<>("place"));
  }

  @Override
  public void bind() {
    var plan = context.plan();
    var running = context.model().running();
    place.valueProperty().bindBidirectional(context.service().asking().place());
    form.bind();
    text.textProperty().bindBidirectional(plan.text());
    start.disableProperty().bind(plan.valid().not().or(running));
    ask.disableProperty().bind(plan.valid().not().or(running).or(context.model().asking()));
    plan.problems().addListener((ListChangeListener<Object>) change -> judge());
    plan.valid().addListener((p, was, now) -> judge());
    judge();
  }

  @FXML
  private void start() {
    context.following().begin();
    context.service().start(context.plan().text().get(), place.getValue());
  }

  /** Asks the cloud what the project has for this plan; reads only. */
  @FXML
  private void ask() {
    Plan plan = context.plan().plan().get();
    tabs.getSelectionModel().select(project);
    context.service().asking().ask(plan, place.getValue());
  }

  @FXML
  private void save() {
    var plan = context.plan().plan().get();
    SaveDialog.ask(
        save,
        Texts.of("plan.saveto"),
        (plan == null ? "plan" : plan.name()) + ".yaml",
        file -> {
          context.files().write(file, text.getText());
          context.plan().saved();
        });
  }

  private void judge() {
    var plan = context.plan();
    if (plan.valid().get()) {
      verdict.showText("done", Texts.of("plan.valid"));
    } else {
      verdict.showText("failed", Texts.of("plan.invalid", plan.problems().size()));
    }
    var others = plan.otherProblems();
    if (others.isEmpty()) {
      wrong.clear();
    } else {
      wrong.show(
          Banner.Kind.FAILED,
          others.stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }
}
