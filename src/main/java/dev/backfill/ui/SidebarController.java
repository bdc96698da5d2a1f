package dev.backfill.ui;

import dev.backfill.run.State;
import dev.backfill.ui.model.KeyNames;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Icon;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;

/** The pages in their order, each with its state, and the choice of light or dark. */
final class SidebarController {
  /** In pixels, as the style sheet has it. */
  static final double WIDTH = 240;

  // Below it the pages need the room more than the names do.
  private static final double ROOM = 1180;

  // Of the list's width, on both sides of a name.
  private static final double ROW_MARGINS = 24;

  // The row with the run's name.
  private static final String RUN = "run:";

  private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

  private final PageContext context;
  private List<State> shown = List.of();
  private String named = "";
  private boolean listing;
  private boolean narrow;

  @FXML private VBox sidebar;
  @FXML private ListView<String> steps;
  @FXML private Hyperlink back;
  @FXML private HBox choice;
  @FXML private Button nextTheme;
  @FXML private Label themeLabel;
  @FXML private ComboBox<Theme> theme;

  SidebarController(PageContext context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    steps.setCellFactory(list -> new StepCell());
    steps.setAccessibleHelp(
        Texts.of(
            "shell.steps.keys",
            KeyNames.HERE.shortcut("Page Up"),
            KeyNames.HERE.shortcut("Page Down")));
    list();
    var selection = steps.getSelectionModel();
    selection.select(context.page().get());
    selection
        .selectedItemProperty()
        .addListener(
            (p, was, id) -> {
              if (RUN.equals(id)) {
                stepOver(was);
              } else if (id != null && !listing) {
                context.following().choose(id);
              }
            });
    context
        .page()
        .addListener(
            (p, was, id) -> {
              select(id);
            });
    var following = context.following();
    sidebar.sceneProperty().flatMap(Scene::widthProperty).subscribe(this::fit);
    back.managedProperty().bind(back.visibleProperty());
    back.visibleProperty().bind(following.away());
    following.stage().addListener((p, was, now) -> nameWay());
    themeLabel.setLabelFor(theme);
    theme.getItems().setAll(Theme.offered());
    theme.setConverter(new EnumConverter<>("theme"));
    theme.setValue(Theme.shown().get());
    Theme.shown().addListener((p, was, now) -> theme.setValue(now));
    theme
        .valueProperty()
        .addListener(
            (p, was, now) -> {
              if (now != Theme.shown().get()) {
                now.show(steps.getScene());
              }
            });
    choice.managedProperty().bind(choice.visibleProperty());
    nextTheme.managedProperty().bind(nextTheme.visibleProperty());
    nextTheme.visibleProperty().bind(choice.visibleProperty().not());
    nextTheme.setTooltip(new Tooltip());
    Theme.shown().addListener((p, was, now) -> nameTheme());
    nameTheme();
  }

  /** What a narrow window has room for in place of the list of themes. */
  private void nameTheme() {
    var words = Texts.of("shell.theme.next", Texts.of("theme." + Texts.word(nextTheme())));
    nextTheme.setAccessibleText(words);
    nextTheme.getTooltip().setText(words);
  }

  private Theme nextTheme() {
    var all = Theme.offered();
    return all.get((all.indexOf(Theme.shown().get()) + 1) % all.size());
  }

  @FXML
  private void turnTheme() {
    nextTheme().show(steps.getScene());
  }

  private void select(String id) {
    if (steps.getItems().contains(id)) {
      steps.getSelectionModel().select(id);
    } else {
      steps.getSelectionModel().clearSelection();
    }
  }

  /** The list of the pages. */
  Parent steps() {
    return steps;
  }

  /** The stages belong to the run that is open, under its name; without one there are none. */
  private void list() {
    var view = context.model().view().get();
    var ids = new ArrayList<>(view == null ? Pages.ids() : Pages.ids(context.model().playbook()));
    if (view != null) {
      ids.add(ids.indexOf(Pages.RUN_PLAN), RUN);
    }
    if (!ids.equals(steps.getItems())) {
      listing = true;
      steps.getItems().setAll(ids);
      select(context.page().get());
      listing = false;
    }
  }

  /** The run's name is no page: the arrow keys go on to what lies behind it. */
  private void stepOver(String was) {
    var items = steps.getItems();
    var title = items.indexOf(RUN);
    var next = items.indexOf(was) < title ? title + 1 : title - 1;
    Platform.runLater(() -> steps.getSelectionModel().select(next));
  }

  /** Shows the states as they stand. */
  void show() {
    list();
    var playbook = context.model().playbook();
    var view = context.model().view().get();
    var name = view == null ? "" : view.opened().run();
    if (!name.equals(named)) {
      named = name;
      steps.refresh();
    }
    var states = playbook.kinds().stream().map(context.model()::state).toList();
    // A job tells four times a second of itself, and a stage changes its state twice.
    if (!states.equals(shown)) {
      shown = states;
      steps.refresh();
    }
  }

  @FXML
  private void goBack() {
    context.following().goBack();
  }

  /** In a narrow window the pages are their symbols alone, with their names as tooltips. */
  private void fit(Number width) {
    var now = width != null && width.doubleValue() < ROOM;
    if (now != narrow) {
      narrow = now;
      sidebar.pseudoClassStateChanged(NARROW, now);
      choice.setVisible(!now);
      nameWay();
      steps.refresh();
    }
  }

  private void nameWay() {
    var page = context.following().stage().get();
    var way = page.isEmpty() ? "" : Texts.of("shell.back", Texts.of("page." + page));
    back.setText(narrow ? Texts.of("shell.back.narrow") : way);
    back.setAccessibleText(way);
    back.setTooltip(new Tooltip(way));
  }

  private final class StepCell extends ListCell<String> {
    private final Icon icon = new Icon("home", 18);
    private final Label name = new Label();
    private final Badge badge = new Badge();
    private final HBox row;
    private final Text run = new Text();
    private final Text place = new Text();
    private final VBox title = new VBox(2, run, place);

    StepCell() {
      run.getStyleClass().add("run-title");
      place.getStyleClass().add("run-place");
      // A label in a cell is as high as one line; these are as high as theirs are.
      run.wrappingWidthProperty().bind(steps.widthProperty().subtract(ROW_MARGINS));
      place.wrappingWidthProperty().bind(run.wrappingWidthProperty());
      HBox.setHgrow(name, Priority.ALWAYS);
      name.setMaxWidth(Double.MAX_VALUE);
      name.getStyleClass().add("name");
      name.setMinWidth(Region.USE_PREF_SIZE);
      name.managedProperty().bind(name.visibleProperty());
      badge.getStyleClass().add("plain");
      row = new HBox(icon, name, badge);
      row.getStyleClass().add("row");
      // As wide as the list, or the badge would not end where the list does.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(String id, boolean empty) {
      super.updateItem(id, empty);
      getStyleClass().remove("run-row");
      setDisable(false);
      if (empty || id == null) {
        setGraphic(null);
        setTooltip(null);
        setAccessibleText(null);
        return;
      }
      if (id.equals(RUN)) {
        showRun();
        return;
      }
      icon.show(id);
      name.setText(Texts.of("page." + id));
      var state = Pages.stage(id).map(context.model()::state);
      badge.setVisible(state.isPresent());
      state.ifPresent(s -> badge.show("state", s));
      name.setOpacity(state.filter(s -> s == State.WAITING).isPresent() ? 0.8 : 1);
      setGraphic(row);
      setAccessibleText(name.getText() + state.map(s -> ", " + Texts.state(s)).orElse(""));
      setTooltip(narrow ? new Tooltip(getAccessibleText()) : null);
    }

    private void showRun() {
      var view = context.model().view().get();
      var name = view.plan().name();
      var where = context.service().where(view);
      run.setText(name);
      place.setText(where);
      getStyleClass().add("run-row");
      setDisable(true);
      setGraphic(narrow ? null : title);
      setAccessibleText(name + ", " + where);
      setTooltip(new Tooltip(getAccessibleText()));
    }
  }
}
