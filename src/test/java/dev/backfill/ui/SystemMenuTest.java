package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.State;
import dev.backfill.ui.model.KeyNames;
import dev.backfill.ui.model.WindowQuestion;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The bar that a Mac has at the top of its screen, on a system that has none. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class SystemMenuTest {
  @TempDir static Path folder;
  private Desk desk;
  private Stage stage;
  private MenuBar bar;

  @Start
  void open(Stage opened) {
    stage = opened;
    desk = new Desk(stage, folder, (place, plan) -> new Clouds.Opened(null, () -> {}));
    bar = desk.window.menu(new KeyNames("Mac OS X")).orElseThrow();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private Stream<MenuItem> items() {
    return bar.getMenus().stream()
        .flatMap(menu -> menu.getItems().stream())
        .filter(item -> !(item instanceof SeparatorMenuItem));
  }

  private void choose(FxRobot robot, String id) {
    robot.interact(
        () -> items().filter(item -> item.getId().equals(id)).findFirst().orElseThrow().fire());
  }

  private List<String> offered() {
    return items().filter(item -> !item.isDisable()).map(MenuItem::getId).toList();
  }

  @Test
  void isOfAMacAlone(FxRobot robot) {
    assertThat(bar.isUseSystemMenuBar()).isTrue();
    for (var system : List.of("Linux", "Windows 11")) {
      robot.interact(() -> assertThat(desk.window.menu(new KeyNames(system))).as(system).isEmpty());
    }
    assertThat(robot.lookup(".menu-bar").tryQuery()).isEmpty();
  }

  @Test
  void everyItemHasANameAndDoesSomething() {
    assertThat(items())
        .hasSizeGreaterThan(12)
        .allSatisfy(
            item -> {
              assertThat(item.getText()).doesNotContain("_").isNotBlank();
              assertThat(item.getOnAction()).as(item.getId()).isNotNull();
            });
  }

  @Test
  void turnsThePages(FxRobot robot) {
    choose(robot, "menu-file-new");
    assertThat(desk.window.page().get()).isEqualTo(Pages.PLAN);
    choose(robot, "menu-view-previous");
    assertThat(desk.window.page().get()).isEqualTo(Pages.HOME);
    choose(robot, "menu-view-log");
    assertThat(robot.lookup("#showlog").queryAs(ToggleButton.class))
        .matches(ToggleButton::isSelected);
  }

  /** Of a scene of its own: a plan's field is filled anew by whatever reads the plan. */
  @Test
  void editsWhereTheKeyboardIs(FxRobot robot) {
    var field = new TextField("main-dedupe");
    robot.interact(
        () -> {
          var scene = new Scene(new StackPane(field));
          stage.setScene(scene);
          Runnable none = () -> {};
          var acts = new SystemMenu.Acts(none, none, none, none, none);
          bar =
              new SystemMenu(new SimpleObjectProperty<>(scene))
                  .bar(acts, List.of(), new SimpleBooleanProperty(false));
          field.requestFocus();
        });
    choose(robot, "menu-edit-all");
    assertThat(field.getSelectedText()).isEqualTo("main-dedupe");
    choose(robot, "menu-edit-cut");
    assertThat(field.getText()).isEmpty();
    choose(robot, "menu-edit-undo");
    assertThat(field.getText()).isEqualTo("main-dedupe");
  }

  @Test
  void offersWhatTheHeadersButtonsDo(FxRobot robot) {
    assertThat(offered()).doesNotContain("menu-resume", "menu-stop");
    robot.interact(() -> desk.model.view().set(Canned.rejected(State.DONE)));
    robot.interact(() -> desk.model.running().set(true));
    assertThat(offered()).contains("menu-stop").doesNotContain("menu-resume");
  }

  @Test
  void nothingCanBeChosenUnderAQuestion(FxRobot robot) {
    robot.interact(
        () -> desk.model.ask().set(new WindowQuestion("close", "text", false, reason -> {})));
    assertThat(offered()).isEmpty();
  }

  @Test
  void closingAsksAsTheCloseButtonDoes(FxRobot robot) {
    robot.interact(() -> stage.setOnCloseRequest(event -> event.consume()));
    choose(robot, "menu-file-close");
    assertThat(stage.isShowing()).isTrue();
    robot.interact(() -> stage.setOnCloseRequest(null));
  }
}
