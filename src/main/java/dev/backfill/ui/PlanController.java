package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.problem.Problem;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.NumberedText;
import dev.backfill.ui.part.SaveDialog;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;

/** The plan as a form and as a text, what it will do, and the start of a run. */
final class PlanController implements Bindable {
  private static final double PROBLEM = 36;
  private static final int MOST_PROBLEMS = 4;

  // Both sides of a problem's text, and the scroll bar.
  private static final double PROBLEM_MARGINS = 32;

  private final PageContext context;
  private PlanForm form;

  @FXML private ScrollPane formPlace;
  @FXML private TabPane tabs;
  @FXML private Tab project;
  @FXML private NumberedText text;
  @FXML private ListView<Problem> problems;
  @FXML private Label placeLabel;
  @FXML private ComboBox<Clouds.Place> place;
  @FXML private Badge verdict;
  @FXML private Button save;
  @FXML private Button ask;
  @FXML private Button start;

  PlanController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    form = new PlanForm(context.plan());
    formPlace.setContent(form);
    placeLabel.setLabelFor(place);
    place.setConverter(new EnumConverter<>(context.service()::named));
    text.area().setAccessibleText(Texts.of("plan.text"));
    problems.setCellFactory(list -> new ProblemCell());
    problems.managedProperty().bind(problems.visibleProperty());
    problems.setOnMouseClicked(event -> goTo(problems.getSelectionModel().getSelectedItem()));
    problems.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            goTo(problems.getSelectionModel().getSelectedItem());
          }
        });
  }

  @Override
  public void bind() {
    var plan = context.plan();
    var running = context.model().running();
    place.getItems().setAll(Clouds.Place.values());
    place.valueProperty().bindBidirectional(context.service().asking().place());
    form.bind();
    text.area().textProperty().bindBidirectional(plan.text());
    start.disableProperty().bind(plan.valid().not().or(running));
    ask.disableProperty().bind(plan.valid().not().or(running).or(context.model().asking()));
    plan.problems().addListener((ListChangeListener<Object>) change -> judge());
    plan.valid().addListener((p, was, now) -> judge());
    problems.setItems(plan.problems());
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
          context.files().write(file, text.area().getText());
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
    text.mark(plan.lines());
    problems.setPrefHeight(2 + PROBLEM * Math.min(MOST_PROBLEMS, plan.problems().size()));
    problems.setVisible(!plan.problems().isEmpty());
  }

  /**
   * All of a problem, on as many lines as it takes. A list measures a cell's own text once, for the
   * width before its scroll bar is there, and cuts what that leaves no line for.
   */
  private final class ProblemCell extends ListCell<Problem> {
    private final Text words = new Text();

    ProblemCell() {
      words.getStyleClass().add("wrapped");
      words.wrappingWidthProperty().bind(problems.widthProperty().subtract(PROBLEM_MARGINS));
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(Problem problem, boolean empty) {
      super.updateItem(problem, empty);
      setText(empty || problem == null ? null : said(problem));
      words.setText(getText());
      setGraphic(getText() == null ? null : words);
    }
  }

  /** A problem with the line that it is in. */
  private String said(Problem problem) {
    var line = context.plan().line(problem);
    return line.isPresent() && !problem.toString().startsWith("line ")
        ? Texts.of("plan.problem", line.getAsInt(), problem.toString())
        : problem.toString();
  }

  private void goTo(Problem problem) {
    if (problem != null) {
      context.plan().line(problem).ifPresent(text::goTo);
    }
  }
}
