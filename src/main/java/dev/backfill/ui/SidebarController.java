package dev.backfill.ui;

import dev.backfill.run.State;
import dev.backfill.ui.part.Badge;
import dev.backfill.ui.part.Icon;
import dev.backfill.ui.part.Texts;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Scene;
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

/** The pages in their order, each with its state, and the choice of light or dark. */
final class SidebarController {
  // Below it the pages need the room more than the names do.
  private static final double ROOM = 1040;

  private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

  private final Context context;
  private List<State> shown = List.of();
  private boolean narrow;

  @FXML private VBox sidebar;
  @FXML private ListView<String> steps;
  @FXML private Hyperlink back;
  @FXML private Label themeLabel;
  @FXML private ComboBox<Theme> theme;

  SidebarController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    steps.setCellFactory(list -> new StepCell());
    steps.getItems().setAll(Pages.ids(context.model().playbook()));
    var selection = steps.getSelectionModel();
    selection.select(context.page().get());
    selection
        .selectedItemProperty()
        .addListener(
            (p, was, id) -> {
              if (id != null) {
                context.following().choose(id);
              }
            });
    context
        .page()
        .addListener(
            (p, was, id) -> {
              if (steps.getItems().contains(id)) {
                selection.select(id);
              } else {
                selection.clearSelection();
              }
            });
    var following = context.following();
    sidebar.sceneProperty().flatMap(Scene::widthProperty).subscribe(this::fit);
    back.managedProperty().bind(back.visibleProperty());
    back.visibleProperty().bind(following.away());
    following.stage().addListener((p, was, now) -> nameWay());
    themeLabel.setLabelFor(theme);
    theme.getItems().setAll(Theme.offered());
    theme.setConverter(new Words<>("theme"));
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
  }

  /** Shows the states as they stand. */
  void show() {
    var playbook = context.model().playbook();
    list(Pages.ids(playbook));
    var states = playbook.kinds().stream().map(context.model()::state).toList();
    // A job tells four times a second of itself, and a stage changes its state twice.
    if (!states.equals(shown)) {
      shown = states;
      steps.refresh();
    }
  }

  /** Another run can be of another playbook. */
  private void list(List<String> ids) {
    if (!steps.getItems().equals(ids)) {
      steps.getItems().setAll(ids);
      if (ids.contains(context.page().get())) {
        steps.getSelectionModel().select(context.page().get());
      }
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
    private final Tooltip whole = new Tooltip();
    private final HBox row;

    StepCell() {
      var gap = new Region();
      HBox.setHgrow(gap, Priority.ALWAYS);
      name.getStyleClass().add("name");
      name.setMinWidth(Region.USE_PREF_SIZE);
      name.managedProperty().bind(name.visibleProperty());
      badge.getStyleClass().add("plain");
      row = new HBox(icon, name, gap, badge);
      row.getStyleClass().add("row");
      // As wide as the list, or the badge would not end where the list does.
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(String id, boolean empty) {
      super.updateItem(id, empty);
      if (empty || id == null) {
        setGraphic(null);
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
      whole.setText(getAccessibleText());
      setTooltip(narrow ? whole : null);
    }
  }
}
