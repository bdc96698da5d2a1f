package dev.backfill.ui;

import dev.backfill.settings.WindowSettings;
import dev.backfill.ui.model.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

/**
 * Where the window stands and how it is colored: as it was left, and kept as soon as it changes,
 * for a window that is killed is not closed.
 */
final class WindowPlace implements AutoCloseable {
  // While a window is dragged it moves with each frame.
  private static final Duration REST = Duration.millis(500);

  private final Stage stage;
  private final Consumer<WindowSettings> keep;
  private final PauseTransition rest = new PauseTransition(REST);
  private final InvalidationListener moved = change -> rest.playFromStart();
  private final InvalidationListener chosen = change -> keep();
  private WindowSettings settings;

  /**
   * For a stage that is not shown yet.
   *
   * @param settings how it was left
   * @param keep writes them, not on this thread
   */
  WindowPlace(Stage stage, WindowSettings settings, Consumer<WindowSettings> keep) {
    this.stage = stage;
    this.settings = settings;
    this.keep = keep;
  }

  /** Puts the stage, whose scene is there, where and as it was left. */
  void restore() {
    // On a smaller screen nothing of it may lie outside.
    var room = room(Screen.getPrimary());
    stage.setMinWidth(Math.min(Window.LEAST_WIDTH, room.width()));
    stage.setMinHeight(Math.min(Window.LEAST_HEIGHT, room.height()));
    var place = settings.place().flatMap(WindowPlace::onScreen).orElseGet(WindowPlace::firstPlace);
    put(place);
    // A window manager may show it at its least size all the same.
    stage.setOnShown(event -> Platform.runLater(() -> put(place)));
    stage.setMaximized(settings.maximized());
    Arrays.stream(Theme.values())
        .filter(theme -> Texts.word(theme).equals(settings.theme()))
        .filter(Theme.offered()::contains)
        .findFirst()
        .ifPresent(theme -> theme.show(stage.getScene()));
  }

  /** Keeps what changes from now on; when it moves, once it has come to rest. */
  void watch() {
    rest.setOnFinished(end -> keep());
    moving().forEach(one -> one.addListener(moved));
    Theme.shown().addListener(chosen);
  }

  private List<Observable> moving() {
    return List.of(
        stage.xProperty(),
        stage.yProperty(),
        stage.widthProperty(),
        stage.heightProperty(),
        stage.maximizedProperty());
  }

  /** Keeps it as it is now. */
  void keep() {
    settings = new WindowSettings(place(), stage.isMaximized(), Texts.word(Theme.shown().get()));
    keep.accept(settings);
  }

  /** The place of a window that is maximized, or hidden in the task bar, is where it was before. */
  private Optional<WindowSettings.Place> place() {
    return stage.isMaximized() || stage.isIconified() || Double.isNaN(stage.getX())
        ? settings.place()
        : Optional.of(
            new WindowSettings.Place(
                stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()));
  }

  /** Keeps it once more, and nothing after that. */
  @Override
  public void close() {
    rest.stop();
    moving().forEach(one -> one.removeListener(moved));
    Theme.shown().removeListener(chosen);
    keep();
  }

  private void put(WindowSettings.Place place) {
    stage.setX(place.x());
    stage.setY(place.y());
    stage.setWidth(place.width());
    stage.setHeight(place.height());
  }

  /** What is left of a place on today's screens; empty when its screen is gone. */
  private static Optional<WindowSettings.Place> onScreen(WindowSettings.Place place) {
    return Screen.getScreensForRectangle(place.x(), place.y(), place.width(), place.height())
        .stream()
        .findFirst()
        .map(screen -> place.within(room(screen)));
  }

  private static WindowSettings.Place firstPlace() {
    return room(Screen.getPrimary()).middle(Window.WIDTH, Window.HEIGHT);
  }

  /** The part of a screen that no task bar takes. */
  private static WindowSettings.Place room(Screen screen) {
    // Before a window manager told what its bars take, JavaFX has no room at all.
    var seen = screen.getVisualBounds();
    var room = seen.getWidth() < Window.NO_ROOM ? screen.getBounds() : seen;
    return new WindowSettings.Place(
        room.getMinX(), room.getMinY(), room.getWidth(), room.getHeight());
  }
}
