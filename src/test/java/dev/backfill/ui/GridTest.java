package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.CountsLine;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.CellGrid;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.testfx.util.WaitForAsyncUtils;

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
    var all = matrix.plan().cells().size();
    desk.until(
        () ->
            robot
                .lookup("#summary")
                .queryLabeled()
                .getText()
                .contains("of " + Texts.number((long) all) + " "));
    return robot.lookup(".cell-grid").<CellGrid>tryQuery().orElse(null);
  }

  private static TableView<CountsLine> table(FxRobot robot) {
    robot.interact(() -> robot.lookup("Table").<ToggleButton>query().fire());
    return robot.lookup("#counts").queryTableView();
  }

  @Test
  void arrowKeysChooseARowAndItIsReadAloud(FxRobot robot) {
    var grid = show(robot, CannedMatrix.counted(12, 31));
    assertThat(grid.getAccessibleRole()).isEqualTo(AccessibleRole.TEXT);
    assertThat(grid.getAccessibleText())
        .as("what does not pass is chosen at first")
        .isEqualTo("telemetry/main/4, 2020-03-02: Fail");
    robot.interact(grid::requestFocus);
    robot.type(KeyCode.RIGHT, KeyCode.DOWN);
    assertThat(grid.getAccessibleText())
        .isEqualTo("telemetry/some-long-type-1/4, 2020-03-03: Pass");
    assertThat(robot.lookup("#title").queryLabeled().getText())
        .as("the figures of the square")
        .endsWith("some_long_type_1_v4  2020-03-03");
    robot.type(KeyCode.END);
    assertThat(grid.getAccessibleText()).contains("some-long-type-1/4, 2020-03-31");
    robot.type(KeyCode.HOME, KeyCode.UP, KeyCode.UP, KeyCode.LEFT);
    assertThat(grid.getAccessibleText()).as("it ends at the edges").contains("main/4, 2020-03-01");
  }

  @Test
  void theTableChoosesInTheGridAndStaysForTheFigures(FxRobot robot) {
    var matrix = CannedMatrix.counted(12, 31);
    var grid = show(robot, matrix);
    robot.interact(grid::requestFocus);
    robot.type(KeyCode.RIGHT, KeyCode.DOWN);
    var table = table(robot);
    assertThat(table.getSelectionModel().getSelectedItem().row().counts().cell().key())
        .as("what the grid chose")
        .isEqualTo("telemetry/some-long-type-1/4@2020-03-03");
    robot.interact(() -> table.getSelectionModel().clearAndSelect(200));
    var key = table.getItems().get(200).row().counts().cell();
    robot.interact(() -> robot.lookup("Grid").<ToggleButton>query().fire());
    assertThat(robot.lookup(".cell-grid").queryAll()).containsExactly(grid);
    assertThat(grid.getAccessibleText()).startsWith(key.type() + ", " + key.day());
    robot.interact(() -> robot.lookup("#failed").<javafx.scene.control.CheckBox>query().fire());
    assertThat(robot.lookup("#counts").queryAll()).as("a filter is the table's").hasSize(1);
    assertThat(robot.lookup(".cell-grid").queryAll()).isEmpty();
  }

  /** A table of thousands of rows beside the grid would be kept up for nobody. */
  @Test
  void theTableIsNotThereWhileTheGridIs(FxRobot robot) {
    var matrix = CannedMatrix.counted(12, 31);
    show(robot, matrix);
    assertThat(robot.lookup("#counts").queryAll()).isEmpty();
    var table = table(robot);
    assertThat(table.getItems()).hasSize(12 * 31);
    robot.interact(() -> robot.lookup("Grid").<ToggleButton>query().fire());
    assertThat(table.getItems()).isEmpty();
    assertThat(table.getScene()).isNull();
    matrix.again(1, 7);
    robot.interact(() -> desk.model.view().set(matrix.view()));
    CellGrid grid = robot.lookup(".cell-grid").query();
    desk.until(() -> grid.getAccessibleText().endsWith("Pass"));
    assertThat(grid.getAccessibleText()).isEqualTo("telemetry/main/4, 2020-03-02: Pass");
    assertThat(table(robot).getItems()).hasSize(12 * 31);
  }

  /** The copies of a run, and the days of a plan that are no stretch. */
  @Test
  void choosesAPartitionThatIsCopied(FxRobot robot) {
    var matrix = CannedMatrix.landing(12, 31);
    robot.interact(() -> desk.model.view().set(matrix.view()));
    desk.turnTo(robot, "finalize");
    desk.until(() -> robot.lookup(".cell-grid").tryQuery().isPresent());
    CellGrid grid = robot.lookup(".cell-grid").query();
    robot.interact(grid::requestFocus);
    robot.type(KeyCode.DOWN);
    desk.until(() -> grid.getAccessibleText().endsWith(": Done"));
    assertThat(robot.lookup("#details .label").<javafx.scene.control.Label>queryAll())
        .extracting(javafx.scene.control.Label::getText)
        .anyMatch(text -> text.contains("telemetry_stable.main_v4$20200301"));
    robot.interact(() -> robot.lookup("Table").<ToggleButton>query().fire());
    assertThat(robot.lookup("#rows").queryTableView().getSelectionModel().getSelectedIndex())
        .isZero();
  }

  /** While the journal of another run is read, nothing of the one before stands there. */
  @Test
  void figuresOfTheRunBeforeAreGoneAtOnce(FxRobot robot) {
    show(robot, CannedMatrix.counted(12, 31));
    var held = new CountDownLatch(1);
    robot.interact(
        () ->
            desk.window
                .background()
                .compute(
                    () -> {
                      try {
                        return held.await(60, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                    },
                    done -> {}));
    for (var id : List.of("validate", "finalize")) {
      robot.interact(() -> desk.model.view().set(CannedMatrix.landing(3, 4).view()));
      desk.turnTo(robot, id);
      WaitForAsyncUtils.sleep(600, TimeUnit.MILLISECONDS);
      WaitForAsyncUtils.waitForFxEvents();
      assertThat(robot.lookup(".cell-grid").queryAll()).as(id).isEmpty();
    }
    desk.turnTo(robot, "validate");
    assertThat(robot.lookup("#summary").queryLabeled().getText())
        .isEqualTo(Texts.of("counts.reading"));
    assertThat(robot.lookup("#totals").queryLabeled().getText()).isEmpty();
    assertThat(robot.lookup("#export").queryButton().isDisabled()).isTrue();
    held.countDown();
    desk.until(() -> robot.lookup(".cell-grid").tryQuery().isPresent());
    assertThat(robot.lookup("#summary").queryLabeled().getText()).startsWith("12 of 12");
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
    assertThat(grid).isNull();
    assertThat(robot.lookup("#counts").queryTableView().getItems()).hasSize(12);
  }
}
