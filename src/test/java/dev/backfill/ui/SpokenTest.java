package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.landing.Packets;
import dev.backfill.plan.PlaybookId;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Playbooks;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.WindowQuestion;
import dev.backfill.ui.part.Badge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
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

/** What a screen reader is told: every page is walked for what has no role, or no text. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class SpokenTest {
  private static final List<Class<?>> FRAMES =
      List.of(ScrollPane.class, SplitPane.class, TabPane.class, ScrollBar.class);

  @TempDir static Path folder;
  private Desk desk;

  @Start
  void open(Stage stage) throws Exception {
    desk =
        new Desk(
            stage,
            Files.createTempDirectory(folder, "runs"),
            (place, plan) -> new Clouds.Opened(new FakeCloud(plan).cloud("a sandbox"), () -> {}));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void whatTakesTheFocusHasARoleAndAText(FxRobot robot) {
    robot.interact(() -> desk.window.plan().begin(BackfillApp.firstPlan()));
    robot.interact(() -> desk.model.view().set(Canned.run(StageKind.VALIDATE, State.REFUSED)));
    var silent = new ArrayList<String>();
    var ids = new ArrayList<>(Pages.ids(Playbooks.DEFAULT));
    ids.add(Pages.PACKET);
    for (var id : ids) {
      desk.turnTo(robot, id);
      walk(robot, id, silent);
    }
    assertThat(silent).isEmpty();
  }

  /** The pages that only other kinds of run have, a packet, an estimate and each question. */
  @Test
  void soHasWhatIsNotAPageOfEveryRun(FxRobot robot) {
    var silent = new ArrayList<String>();
    for (var playbook : PlaybookId.values()) {
      var view = Canned.begun(playbook);
      robot.interact(() -> desk.model.view().set(view));
      for (var kind : view.playbook().kinds()) {
        if (!Playbooks.DEFAULT.kinds().contains(kind)) {
          desk.turnTo(robot, kind.id());
          walk(robot, playbook + " " + kind, silent);
        }
      }
    }
    robot.interact(() -> desk.model.packet().set(Packets.once().get()));
    desk.turnTo(robot, Pages.PACKET);
    walk(robot, "packet", silent);
    robot.interact(() -> desk.window.plan().begin(BackfillApp.firstPlan()));
    desk.turnTo(robot, Pages.PLAN);
    for (var tab : List.of(1, 2)) {
      robot.interact(
          () -> robot.lookup("#pages #tabs").<TabPane>query().getSelectionModel().select(tab));
      walk(robot, "plan, tab " + tab, silent);
    }
    robot.interact(() -> robot.lookup("#showlog").<ToggleButton>query().fire());
    walk(robot, "log", silent);
    robot.interact(() -> desk.model.question().set(Canned.overBudget()));
    walk(robot, "budget", silent);
    robot.interact(() -> desk.model.question().set(Canned.question()));
    walk(robot, "overwrite", silent);
    robot.interact(
        () -> desk.model.ask().set(new WindowQuestion("leaveout", "Why?", true, reason -> {})));
    walk(robot, "ask", silent);
    assertThat(silent).isEmpty();
  }

  private void walk(FxRobot robot, String what, List<String> silent) {
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(
        () ->
            all(desk.window.scene().getRoot())
                .flatMap(SpokenTest::silence)
                .forEach(node -> silent.add(what + ": " + node)));
  }

  @Test
  void theScopeOfRejectedDocumentsIsToldToo(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.rejected(State.DONE)));
    desk.turnTo(robot, StageKind.SCOPE.id());
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(
        () ->
            assertThat(all(desk.window.scene().getRoot()).flatMap(SpokenTest::silence).toList())
                .isEmpty());
    assertThat(robot.lookup("#histogram").<Node>query().getAccessibleText())
        .startsWith("All document types, rejected documents by day, 16 days: ");
    robot.interact(() -> robot.lookup("#lines").queryTableView().getSelectionModel().select(1));
    assertThat(robot.lookup("#histogram").<Node>query().getAccessibleText())
        .startsWith("rejected documents of telemetry/event/4, ");
  }

  @Test
  void aTextIsOnlyWhereARoleHasItReadAloud(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.run(StageKind.VALIDATE, State.REFUSED)));
    desk.turnTo(robot, "validate");
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(
        () ->
            assertThat(
                    all(desk.window.scene().getRoot())
                        .filter(SpokenTest::isUnheard)
                        .map(Object::toString)
                        .toList())
                .isEmpty());
    assertThat(robot.lookup(".header .badge").<Node>queryAll())
        .allMatch(node -> node.getAccessibleRole() == AccessibleRole.TEXT);
    assertThat(((Badge) robot.lookup(".header #badge").query()).getAccessibleText()).isNotEmpty();
  }

  private static Stream<String> silence(Node node) {
    if (!node.isFocusTraversable() || node.isDisabled() || isFrame(node) || !isSeen(node)) {
      return Stream.empty();
    }
    return isSilent(node.getAccessibleRole()) || text(node).isBlank()
        ? Stream.of(node + " " + node.getAccessibleRole())
        : Stream.empty();
  }

  /** What only holds others, and is told by what it holds. */
  private static boolean isFrame(Node node) {
    return FRAMES.stream().anyMatch(frame -> frame.isInstance(node));
  }

  private static boolean isUnheard(Node node) {
    return node.getAccessibleText() != null && isSilent(node.getAccessibleRole());
  }

  private static boolean isSilent(AccessibleRole role) {
    return role == null || role == AccessibleRole.NODE || role == AccessibleRole.PARENT;
  }

  private static String text(Node node) {
    if (node.getAccessibleText() != null) {
      return node.getAccessibleText();
    }
    if (node instanceof Labeled labeled && labeled.getText() != null) {
      return labeled.getText();
    }
    return all(node.getScene().getRoot())
        .filter(one -> one instanceof Label label && label.getLabelFor() == node)
        .map(one -> ((Label) one).getText())
        .findFirst()
        .orElse("");
  }

  private static boolean isSeen(Node node) {
    for (var one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static Stream<Node> all(Node node) {
    Stream<Node> below =
        node instanceof Parent parent
            ? parent.getChildrenUnmodifiable().stream().flatMap(child -> all(child))
            : Stream.empty();
    return Stream.<Node>concat(Stream.of(node), below);
  }
}
