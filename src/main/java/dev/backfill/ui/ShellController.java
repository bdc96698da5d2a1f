package dev.backfill.ui;

import dev.backfill.run.StagePace;
import dev.backfill.ui.model.Failure;
import dev.backfill.ui.model.KeyNames;
import dev.backfill.ui.model.StatusLine;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Ages;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.PauseTransition;
import javafx.animation.Timeline;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuBar;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination.Modifier;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.controlsfx.control.StatusBar;

/** The frame: sidebar, header, the page on screen, log, and which cloud is touched. */
final class ShellController {
  // Four updates a second are as many as an eye follows, and a fast run makes thousands.
  private static final Duration BETWEEN_UPDATES = Duration.millis(250);

  // The shortest age that is told is a minute.
  private static final Duration BETWEEN_AGES = Duration.seconds(20);

  // The command key on a Mac.
  private static final Modifier CONTROL = KeyCodeCombination.SHORTCUT_DOWN;
  private static final KeyCodeCombination NEXT = new KeyCodeCombination(KeyCode.PAGE_DOWN, CONTROL);
  private static final KeyCodeCombination BEFORE = new KeyCodeCombination(KeyCode.PAGE_UP, CONTROL);

  private static final String LOGS = "logs";
  private static final Set<String> LATER = Set.of(LOGS, Pages.PLAN);

  private final PageContext context;
  private final Pages loader;
  private final Map<String, BooleanBinding> questions = new HashMap<>();
  private final PauseTransition pause = new PauseTransition(BETWEEN_UPDATES);
  private final Timeline ages = new Timeline(new KeyFrame(BETWEEN_AGES, end -> grow()));
  private final StagePace pace = new StagePace(Clock.systemUTC());
  private final ToggleButton log = new ToggleButton(Texts.of("shell.showlog"));
  private PageStack stack;
  private boolean due;

  @FXML private BorderPane frame;
  @FXML private StackPane pages;
  @FXML private VBox logs;
  @FXML private StatusBar status;
  @FXML private StackPane veil;
  @FXML private HeaderController headerController;
  @FXML private SidebarController sidebarController;

  ShellController(PageContext context, Pages loader) {
    this.context = context;
    this.loader = loader;
  }

  @FXML
  private void initialize() {
    var model = context.model();
    log.setId("showlog");
    log.setMinWidth(ToggleButton.USE_PREF_SIZE);
    log.getStyleClass().add("small");
    log.setTooltip(new Tooltip(Texts.of("shell.showlog.tip", KeyNames.HERE.shortcut("L"))));
    status.getRightItems().add(log);
    // Its texts are read, and nothing is done with it by keys.
    status.setFocusTraversable(false);
    log.selectedProperty().addListener((p, was, now) -> showLog(now));
    // One at a time; the engine's question waits behind the window's own.
    onceAsked(model.question(), "confirm", model.question().isNotNull().and(model.ask().isNull()));
    onceAsked(model.ask(), "ask", model.ask().isNotNull());
    veil.visibleProperty().bind(model.question().isNotNull().or(model.ask().isNotNull()));
    // What lies under a question cannot be reached, by mouse or by keyboard.
    var page = (BorderPane) frame.getCenter();
    for (var part : List.of(frame.getLeft(), page.getTop(), frame.getBottom())) {
      part.disableProperty().bind(veil.visibleProperty());
    }
    stack = new PageStack(pages, veil.visibleProperty());
    context.page().addListener((p, was, id) -> turnTo(id));
    pause.setOnFinished(end -> catchUp());
    model.view().addListener((p, was, now) -> changed());
    model.running().addListener((p, was, now) -> changed());
    model.outcome().addListener((p, was, now) -> changed());
    model.failure().addListener((p, was, now) -> head());
    // Remedies name runs that are known.
    model.runs().addListener((InvalidationListener) change -> head());
    model.cloud().addListener((p, was, now) -> head());
    model.packet().addListener((p, was, now) -> head());
    context.service().asking().place().addListener((p, was, now) -> head());
    model.notice().addListener((p, was, now) -> state());
    model.said().addListener((p, was, now) -> state());
    model.waiting().addListener((p, was, now) -> state());
    model.question().addListener((p, was, now) -> head());
    put(context.page().get());
    update();
    model
        .sought()
        .addListener((p, was, now) -> log.setSelected(log.isSelected() || !now.isEmpty()));
    stayWhereSomethingIsDone();
    menu(KeyNames.HERE).ifPresent(frame::setTop);
    frame.sceneProperty().addListener((p, was, scene) -> keys(scene));
    frame
        .sceneProperty()
        .flatMap(Scene::windowProperty)
        .addListener((p, was, window) -> age(window != null));
  }

  /** What is on screen grows older though nothing else changes; out of a window nothing is. */
  private void age(boolean shown) {
    if (shown) {
      ages.setCycleCount(Animation.INDEFINITE);
      ages.play();
    } else {
      ages.stop();
    }
  }

  /** A page on which the operator does something is not turned away from under the hand. */
  private void stayWhereSomethingIsDone() {
    pages.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> context.following().stay());
    pages.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() != KeyCode.TAB && !event.getCode().isModifierKey()) {
            context.following().stay();
          }
        });
  }

  /** Loads a question's page when it is asked for the first time: a start needs none. */
  private void onceAsked(ObservableValue<?> question, String page, BooleanBinding shown) {
    questions.put(page, shown);
    question.addListener(
        (p, was, now) -> {
          if (now != null) {
            keep(page).forEach(Runnable::run);
          }
        });
  }

  /**
   * Takes a page into the window before it is shown, in steps that are for as many calls; none
   * where it is there, or comes when it is asked for: the log, and the form, whose hundred controls
   * take as long in any number of steps.
   */
  List<Runnable> keep(String id) {
    var root = loader.at(id).root();
    if (root.getParent() == veil || root.getParent() == pages || LATER.contains(id)) {
      return List.of();
    }
    return questions.containsKey(id)
        ? PageStack.steps(veil, root, () -> root.visibleProperty().bind(questions.get(id)))
        : stack.keep(root);
  }

  /** Takes the window apart before it is shown, to put it together in as many calls as steps. */
  List<Runnable> apart() {
    var steps = new ArrayList<>(PageStack.steps(frame));
    steps.addAll(stack.steps());
    return steps;
  }

  /** The bar that a Mac has at the top of its screen; elsewhere there is none. */
  Optional<MenuBar> menu(KeyNames system) {
    var acts =
        new SystemMenu.Acts(
            () -> press("#fresh"),
            () -> press("#open"),
            log::fire,
            () -> turnBy(1),
            () -> turnBy(-1));
    return system.isMac()
        ? Optional.of(
            new SystemMenu(frame.sceneProperty())
                .bar(acts, headerController.ofRun(), veil.visibleProperty()))
        : Optional.empty();
  }

  /** A button of the first page, which is turned to for it. */
  private void press(String button) {
    context.following().choose(Pages.HOME);
    ((Button) loader.at(Pages.HOME).root().lookup(button)).fire();
  }

  private void grow() {
    Ages.renew(frame.getScene().getRoot());
  }

  private void showLog(boolean shown) {
    logs.getChildren().clear();
    if (shown) {
      logs.getChildren().add(loader.at(LOGS).root());
    }
  }

  private void keys(Scene scene) {
    FocusGuard.watch(scene, veil.getParent(), veil);
    var keys = scene.getAccelerators();
    keys.put(new KeyCodeCombination(KeyCode.L, CONTROL), log::fire);
    // Before a table has them, which takes these keys for itself.
    scene.addEventFilter(
        KeyEvent.KEY_PRESSED,
        key -> {
          if (NEXT.match(key) || BEFORE.match(key)) {
            turnBy(NEXT.match(key) ? 1 : -1);
            key.consume();
          } else if (key.getCode() == KeyCode.ESCAPE && veil.isVisible()) {
            cancel();
            key.consume();
          }
        });
  }

  /** Cancels the question that is seen: a scene knows one button that Esc presses, however many. */
  private void cancel() {
    veil.getChildren().stream()
        .filter(Node::isVisible)
        .flatMap(question -> question.lookupAll(".button").stream())
        .filter(node -> node instanceof Button button && button.isCancelButton())
        .findFirst()
        .ifPresent(node -> ((Button) node).fire());
  }

  private void turnBy(int pages) {
    if (!veil.isVisible()) {
      var model = context.model();
      var ids = model.view().get() == null ? Pages.ids() : Pages.ids(model.playbook());
      var next = ids.indexOf(context.page().get()) + pages;
      context.following().choose(ids.get(Math.max(0, Math.min(ids.size() - 1, next))));
    }
  }

  private void turnTo(String id) {
    put(id);
    context.model().failure().set(Failure.NONE);
    context.following().look();
    head();
    // What it shows of the run comes when the page itself is drawn: each is long for the first
    // time.
    WindowOpener.afterFrame(this::update);
  }

  private void put(String id) {
    stack.show(loader.at(id).root());
  }

  private void changed() {
    if (pause.getStatus() == Animation.Status.RUNNING) {
      due = true;
    } else {
      update();
      pause.playFromStart();
    }
  }

  private void catchUp() {
    if (due) {
      due = false;
      update();
      pause.playFromStart();
    }
  }

  private void update() {
    var view = context.model().view().get();
    context.following().look();
    var id = context.page().get();
    if (view != null
        && Pages.isPageOf(id, view.playbook())
        && loader.at(id).controller() instanceof RunPage page) {
      page.show(view);
    }
    head();
  }

  private void head() {
    headerController.show(context.model().view().get());
    sidebarController.show();
    state();
  }

  private void state() {
    var model = context.model();
    var view = model.view().get();
    var where = view == null ? "" : context.service().where(view);
    status.setText(new StatusLine(model, pace).text(where));
    status.setProgress(model.running().get() ? share() : 0);
  }

  private double share() {
    var kinds = context.model().playbook().kinds();
    return (double) kinds.stream().filter(context.model()::isDone).count() / kinds.size();
  }
}
