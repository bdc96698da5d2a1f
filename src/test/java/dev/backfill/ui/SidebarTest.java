package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.State;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The list of pages. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class SidebarTest {
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

  /** The longest name of a stage in bold, beside the longest word of a state. */
  @Test
  void noStageHasItsStatePushedPastTheEdge(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.rejected(State.DONE)));
    for (var stage : desk.model.view().get().stages()) {
      desk.turnTo(robot, stage.kind().id());
      ListView<?> list = robot.lookup("#steps").query();
      var edge = list.localToScene(list.getBoundsInLocal()).getMaxX();
      assertThat(robot.lookup(".steps .badge").<Node>queryAll())
          .filteredOn(Node::isVisible)
          .filteredOn(badge -> ((ListCell<?>) cell(badge)).getItem() != null)
          .hasSizeGreaterThan(5)
          .allSatisfy(
              badge ->
                  assertThat(badge.localToScene(badge.getBoundsInLocal()).getMaxX())
                      .as(stage.kind().id())
                      .isLessThanOrEqualTo(edge));
    }
  }

  private static Node cell(Node node) {
    return node instanceof ListCell<?> ? node : cell(node.getParent());
  }
}
