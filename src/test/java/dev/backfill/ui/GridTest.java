package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.CountsLine;
import dev.backfill.ui.part.CellGrid;
import java.nio.file.Path;
import javafx.scene.AccessibleRole;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The grid of tables and days: by keyboard, read aloud, and with the table behind it. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class GridTest {
  @TempDir static Path folder;
  private Desk desk;

  @Start
  void open(Stage stage) {
    stage.setWidth(1280);
    stage.setHeight(800);
    desk = new Desk(stage, folder, (place, plan) -> new Clouds.Opened(null, () -> {}));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private CellGrid show(FxRobot robot, CannedMatrix matrix) {
    robot.interact(() -> desk.model.view().set(matrix.view()));
    desk.turnTo(robot, "validate");
    TableView<?> table = robot.lookup("#counts").queryTableView();
    desk.until(() -> table.getItems().size() == matrix.plan().cells().size());
    return robot.lookup(".cell-grid").query();
  }

  @Test
  void arrowKeysChooseARowAndItIsReadAloud(FxRobot robot) {
    var grid = show(robot, CannedMatrix.counted(12, 31));
    TableView<CountsLine> table = robot.lookup("#counts").queryTableView();
    assertThat(grid.isVisible()).isTrue();
    assertThat(table.isVisible()).isFalse();
    assertThat(grid.getAccessibleRole()).isEqualTo(AccessibleRole.TEXT);
    assertThat(grid.getAccessibleText())
        .as("what does not pass is chosen at first")
        .isEqualTo("telemetry/main/4, 2020-03-02: Fail");
    robot.interact(grid::requestFocus);
    robot.type(KeyCode.RIGHT, KeyCode.DOWN);
    assertThat(grid.getAccessibleText())
        .isEqualTo("telemetry/some-long-type-1/4, 2020-03-03: Pass");
    var chosen = table.getSelectionModel().getSelectedItem().row();
    assertThat(chosen.counts().cell().key()).isEqualTo("telemetry/some-long-type-1/4@2020-03-03");
    robot.type(KeyCode.END);
    assertThat(grid.getAccessibleText()).contains("some-long-type-1/4, 2020-03-31");
    robot.type(KeyCode.HOME, KeyCode.UP, KeyCode.UP, KeyCode.LEFT);
    assertThat(grid.getAccessibleText()).as("it ends at the edges").contains("main/4, 2020-03-01");
  }

  @Test
  void theTableChoosesInTheGridAndStaysForTheFigures(FxRobot robot) {
    var matrix = CannedMatrix.counted(12, 31);
    var grid = show(robot, matrix);
    TableView<CountsLine> table = robot.lookup("#counts").queryTableView();
    robot.interact(() -> table.getSelectionModel().clearAndSelect(200));
    var key = table.getItems().get(200).row().counts().cell();
    assertThat(grid.getAccessibleText()).startsWith(key.type() + ", " + key.day());
    robot.interact(() -> robot.lookup("#failed").<javafx.scene.control.CheckBox>query().fire());
    assertThat(table.isVisible()).as("a filter is the table's").isTrue();
    assertThat(grid.isVisible()).isFalse();
    robot.interact(() -> robot.lookup("Grid").<ToggleButton>query().fire());
    assertThat(grid.isVisible()).isTrue();
  }

  @Test
  void allOfNineThousandAreSeenAtOnce(FxRobot robot) {
    var grid = show(robot, CannedMatrix.counted(300, 31));
    assertThat(grid.isSmall()).isTrue();
    assertThat(grid.lookupAll(".scroll-bar")).noneMatch(javafx.scene.Node::isVisible);
    robot.interact(() -> grid.large(true));
    assertThat(grid.isSmall()).isFalse();
  }

  @Test
  void runsOfOneDayHaveNoGrid(FxRobot robot) {
    var grid = show(robot, CannedMatrix.counted(12, 1));
    assertThat(grid.isVisible()).isFalse();
    assertThat(robot.lookup("#counts").queryTableView().isVisible()).isTrue();
  }
}
