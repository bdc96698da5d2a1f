package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.settings.WindowSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** A window that is killed is not closed: what was chosen is kept by then. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class WindowPlaceTest {
  private static final WindowSettings.Place LEFT = new WindowSettings.Place(40, 30, 1200, 700);

  private final List<WindowSettings> kept = new CopyOnWriteArrayList<>();
  private Stage stage;
  private WindowPlace place;

  /** A window of its own: the given one is every test's, and would stay maximized for them. */
  @Start
  void open(Stage shared) {
    stage = new Stage();
    stage.setScene(new Scene(new StackPane(), 300, 200));
    var settings = new WindowSettings(Optional.of(LEFT), false, "dark");
    place = new WindowPlace(stage, settings, kept::add);
    place.restore();
    stage.show();
  }

  @AfterEach
  void close(FxRobot robot) {
    robot.interact(place::close);
    robot.interact(() -> Theme.LIGHT.show(stage.getScene()));
    robot.interact(stage::close);
  }

  @Test
  void opensWhereAndAsItWasLeft() {
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(where()).isEqualTo(LEFT);
    assertThat(Theme.shown().get()).isEqualTo(Theme.DARK);
  }

  @Test
  void keepsAThemeWhenItIsChosen(FxRobot robot) {
    robot.interact(place::watch);
    robot.interact(() -> Theme.LIGHT.show(stage.getScene()));
    assertThat(kept).extracting(WindowSettings::theme).containsExactly("light");
    assertThat(kept.get(0).place()).contains(where());
  }

  @Test
  void keepsItsPlaceWhenItHasComeToRest(FxRobot robot) throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(place::watch);
    robot.interact(() -> stage.setWidth(1300));
    robot.interact(() -> stage.setWidth(1250));
    until(() -> last().equals(Optional.of(narrower())));
  }

  @Test
  void keepsWhereItStoodBeforeItWasMaximized(FxRobot robot) throws Exception {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(place::watch);
    robot.interact(() -> stage.setWidth(1250));
    until(() -> last().equals(Optional.of(narrower())));
    robot.interact(() -> stage.setMaximized(true));
    robot.interact(place::close);
    assertThat(kept.get(kept.size() - 1).maximized()).isTrue();
    assertThat(last()).contains(narrower());
  }

  private Optional<WindowSettings.Place> last() {
    return kept.isEmpty() ? Optional.empty() : kept.get(kept.size() - 1).place();
  }

  private static WindowSettings.Place narrower() {
    return new WindowSettings.Place(LEFT.x(), LEFT.y(), 1250, LEFT.height());
  }

  private WindowSettings.Place where() {
    return new WindowSettings.Place(
        stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
  }

  private static void until(Callable<Boolean> condition) throws Exception {
    WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, condition);
  }
}
