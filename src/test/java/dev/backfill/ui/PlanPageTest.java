package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.PlanModel;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Cell;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.text.Text;
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

/** What the page of a new backfill says is there to be read, all of it. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class PlanPageTest {
  @TempDir static Path folder;
  private Desk desk;

  @Start
  void open(Stage stage) {
    stage.setWidth(Window.LEAST_WIDTH);
    stage.setHeight(Window.LEAST_HEIGHT);
    desk = new Desk(stage, folder, (place, plan) -> new Clouds.Opened(null, () -> {}));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /** A hundred controls that are styled in one call hold the window up. */
  @Test
  void theFormIsPutTogetherInSmallSteps(FxRobot robot) {
    robot.interact(
        () -> {
          var form = new PlanForm(new PlanModel(""));
          var before = List.copyOf(form.getChildren());
          var steps = PageStack.steps(form);
          assertThat(form.getChildren()).isEmpty();
          for (var step : steps) {
            var there = form.getChildren().size();
            step.run();
            assertThat(form.getChildren().size() - there).isLessThanOrEqualTo(PageStack.MOST);
          }
          assertThat(form.getChildren()).isEqualTo(before);
        });
  }

  /** Permissions on a project have the project's name, which may take thirty characters. */
  @Test
  void noStepIsCut(FxRobot robot) {
    show(robot, BackfillApp.firstPlan(), 1);
    TableView<?> calls = robot.lookup("#calls").queryTableView();
    desk.until(() -> !calls.getItems().isEmpty());
    robot.interact(() -> calls.scrollTo(4));
    WaitForAsyncUtils.waitForFxEvents();
    var cells =
        cells(robot, "#calls .table-cell").stream()
            .filter(cell -> cell.getText().startsWith("permissions on"))
            .toList();
    assertThat(cells).isNotEmpty();
    assertAllIsThere(cells);
  }

  /** More of them than the list has room for: its scroll bar takes some of each line. */
  @Test
  void noProblemIsCut(FxRobot robot) {
    show(robot, BackfillApp.firstPlan() + "playbook: rewrite\nerrors: { table: x }\n", 0);
    desk.until(() -> !cells(robot, "#problems .list-cell").isEmpty());
    WaitForAsyncUtils.waitForFxEvents();
    var cells = cells(robot, "#problems .list-cell");
    assertThat(cells).extracting(Cell::getText).anyMatch(text -> text.length() > 100);
    assertAllIsThere(cells);
  }

  private void show(FxRobot robot, String plan, int tab) {
    desk.turnTo(robot, Pages.PLAN);
    robot.interact(() -> desk.window.plan().text().set(plan));
    robot.interact(() -> robot.lookup("#tabs").<TabPane>query().getSelectionModel().select(tab));
  }

  private static List<IndexedCell<?>> cells(FxRobot robot, String which) {
    return robot.lookup(which).<Node>queryAll().stream()
        .<IndexedCell<?>>map(node -> (IndexedCell<?>) node)
        .filter(cell -> cell.isVisible() && !cell.isEmpty() && cell.getText() != null)
        .toList();
  }

  /** The words that are drawn, line breaks aside, and the room that they take. */
  private static void assertAllIsThere(List<IndexedCell<?>> cells) {
    assertThat(cells)
        .allSatisfy(
            cell -> {
              var drawn = (Text) cell.lookup("Text");
              assertThat(drawn.getText().replace("\n", "")).isEqualTo(cell.getText());
              assertThat(drawn.getLayoutBounds().getHeight())
                  .as(cell.getText())
                  .isLessThanOrEqualTo(cell.getHeight());
              assertThat(drawn.getLayoutBounds().getWidth())
                  .as(cell.getText())
                  .isLessThanOrEqualTo(cell.getWidth());
            });
  }
}
