package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.FakeCloud;
import dev.backfill.run.Playbooks;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CountsLine;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
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

/** The tables of the pages: what is seen of them at 1280 by 800, chosen, and copied. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class PageTablesTest {
  @TempDir static Path folder;
  private Desk desk;
  private Stage stage;

  @Start
  void open(Stage opened) throws Exception {
    stage = opened;
    stage.setWidth(1280);
    stage.setHeight(800);
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
  void noTableOfSeveralDaysIsScrolledSidewaysInTheLeastOfWindows(FxRobot robot) {
    robot.interact(
        () -> {
          stage.setWidth(Window.LEAST_WIDTH);
          stage.setHeight(Window.LEAST_HEIGHT);
        });
    noTableOfSeveralDaysIsScrolledSideways(robot);
  }

  @Test
  void noTableOfSeveralDaysIsScrolledSideways(FxRobot robot) {
    for (var id : Pages.ids(Playbooks.DEFAULT)) {
      if (!id.equals(Pages.HOME)) {
        robot.interact(() -> desk.model.view().set(Canned.days(StageKind.REPORT, State.DONE)));
        fits(robot, id);
      }
    }
    robot.interact(() -> desk.model.view().set(Canned.days(StageKind.VALIDATE, State.REFUSED)));
    fits(robot, "validate");
    robot.interact(() -> desk.model.view().set(Canned.days(StageKind.FINALIZE, State.REFUSED)));
    fits(robot, "validate");
    fits(robot, "finalize");
  }

  /** Widths of numbers are fractions, cells take whole pixels, and rows have a bar to scroll by. */
  @Test
  void countsOfManyTypesAreNotScrolledSidewaysInTheLeastOfWindows(FxRobot robot) {
    robot.interact(
        () -> {
          stage.setWidth(Window.LEAST_WIDTH);
          stage.setHeight(Window.LEAST_HEIGHT);
          desk.model.view().set(Canned.choices());
        });
    desk.turnTo(robot, "validate");
    TableView<?> counts = robot.lookup("#counts").queryTableView();
    desk.until(() -> counts.getItems().size() > 30);
    fits(robot, "validate");
  }

  /** Who deletes must read what, since when it is so, and that it is the backup. */
  @Test
  void cutsNothingOfWhatIsDeletedInTheLeastOfWindows(FxRobot robot) {
    robot.interact(
        () -> {
          stage.setWidth(Window.LEAST_WIDTH);
          stage.setHeight(Window.LEAST_HEIGHT);
          desk.model.view().set(Canned.days(StageKind.REPORT, State.DONE));
        });
    desk.turnTo(robot, "cleanup");
    settle();
    var texts = robot.lookup("#items .table-cell").<Labeled>queryAll();
    var heads = robot.lookup("#items .column-header .label").<Labeled>queryAll();
    assertThat(texts).anyMatch(cell -> cell.isVisible() && cell.getText() != null);
    assertThat(Stream.concat(texts.stream(), heads.stream()))
        .filteredOn(cell -> cell.isVisible() && cell.getText() != null && !cell.getText().isEmpty())
        .allSatisfy(
            cell ->
                assertThat(drawn(cell).replace("\n", ""))
                    .isEqualTo(cell.getText().replace("\n", "")));
  }

  /** With an ellipsis, where it was cut. */
  private static String drawn(Labeled cell) {
    return cell.lookupAll("*").stream()
        .flatMap(node -> node instanceof Text text ? Stream.of(text.getText()) : Stream.empty())
        .findFirst()
        .orElseThrow();
  }

  /** A table of all messages, and a hint that says what choosing a row does. */
  @Test
  void theScopeOfRejectedDocumentsFits(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.rejected(State.DONE)));
    fits(robot, "scope");
    assertThat(robot.lookup("#none").query().isVisible())
        .as("a row narrows the picture that is there already")
        .isFalse();
  }

  /** A banner above and a graph leave the table of types its room. */
  @Test
  void theTypesOfAFailedJobHaveRowsInTheLeastOfWindows(FxRobot robot) {
    robot.interact(
        () -> {
          stage.setWidth(Window.LEAST_WIDTH);
          stage.setHeight(Window.LEAST_HEIGHT);
          desk.model.view().set(CannedJob.failed(9).view());
        });
    desk.turnTo(robot, "decode");
    settle();
    TableView<?> types = robot.lookup("#types").queryTableView();
    desk.until(() -> types.getItems().size() == 9);
    settle();
    assertThat(types.getHeight()).isGreaterThanOrEqualTo(TableRows.HEAD + 2 * TableRows.HEIGHT);
    var bottom = types.localToScene(types.getBoundsInLocal()).getMaxY();
    var place = robot.lookup("#pages").query();
    assertThat(bottom)
        .as("and they are not below the page's edge")
        .isLessThanOrEqualTo(place.localToScene(place.getBoundsInLocal()).getMaxY());
  }

  /** Counting is some queries: each has its job's id and cost, beside their text. */
  @Test
  void tellsTheJobsOfACellsQueries(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.asked()));
    desk.turnTo(robot, "validate");
    TableView<CountsLine> counts = robot.lookup("#counts").queryTableView();
    desk.until(() -> !counts.getItems().isEmpty());
    robot.interact(() -> counts.getSelectionModel().select(0));
    robot.interact(() -> robot.lookup("#tabs").<TabPane>query().getSelectionModel().select(5));
    desk.until(() -> robot.lookup("#queries .mono").tryQuery().isPresent());
    assertThat(robot.lookup("#queries .label").<Label>queryAll())
        .extracting(Label::getText)
        .contains("count live", "backfill-read-1", "4.0 MB processed, 2 s of slot time, took 1 s");
  }

  private void fits(FxRobot robot, String id) {
    desk.turnTo(robot, id);
    settle();
    robot.lookup(".table-view").<TableView<?>>queryAll().stream()
        .filter(table -> table.getWidth() > 0 && table.isVisible())
        .forEach(
            table ->
                assertThat(table.lookupAll(".scroll-bar"))
                    .as(id + " " + table.getId() + ", " + widths(table))
                    .noneMatch(
                        bar ->
                            bar.isVisible()
                                && ((ScrollBar) bar).getOrientation() == Orientation.HORIZONTAL));
  }

  private static String widths(TableView<?> table) {
    return table.getWidth()
        + " of "
        + table.getVisibleLeafColumns().stream().map(TableColumn::getWidth).toList();
  }

  /** Nothing is chosen for the operator but what does not pass, and that wherever it moves. */
  @Test
  void choosesWhatDoesNotPassWhenItArrives(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.passing(6)));
    desk.turnTo(robot, "validate");
    TableView<CountsLine> counts = robot.lookup("#counts").queryTableView();
    desk.until(() -> counts.getItems().size() == 6);
    assertThat(counts.getSelectionModel().isEmpty()).isTrue();
    robot.interact(() -> desk.model.view().set(Canned.run(StageKind.VALIDATE, State.REFUSED)));
    desk.until(() -> !counts.getSelectionModel().isEmpty());
    var chosen = counts.getSelectionModel().getSelectedItem();
    assertThat(chosen.row().standing()).isEqualTo(Standing.FAIL);
    var cell = chosen.row().counts().cell();
    robot.interact(() -> desk.model.view().set(Canned.leavingOut(cell)));
    desk.until(() -> chosen.row().standing() == Standing.LEFT_OUT);
    assertThat(counts.getSelectionModel().getSelectedItem()).isSameAs(chosen);
    assertThat(counts.getItems().indexOf(chosen)).as("it moved").isPositive();
    assertThat(robot.lookup("#chosen #title").queryLabeled().getText())
        .isEqualTo(chosen.row().table() + "  " + chosen.row().day());
  }

  /** A table takes these keys for itself where it may. */
  @Test
  void pagesAreTurnedFromWithinATable(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.run(StageKind.VALIDATE, State.REFUSED)));
    desk.turnTo(robot, "validate");
    settle();
    robot.interact(() -> robot.lookup("#counts").query().requestFocus());
    robot.push(KeyCode.CONTROL, KeyCode.PAGE_DOWN);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(desk.window.page().get()).isEqualTo("finalize");
  }

  @Test
  void copiesRowsAsTextAndSaysWhatACsvLeavesOut(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.run(StageKind.VALIDATE, State.REFUSED)));
    desk.turnTo(robot, "validate");
    TableView<CountsLine> counts = robot.lookup("#counts").queryTableView();
    desk.until(() -> !counts.getSelectionModel().isEmpty());
    robot.interact(counts::requestFocus);
    robot.interact(() -> counts.getSelectionModel().selectRange(0, 2));
    robot.push(KeyCode.CONTROL, KeyCode.C);
    WaitForAsyncUtils.waitForFxEvents();
    var copied = new String[1];
    robot.interact(() -> copied[0] = Clipboard.getSystemClipboard().getString());
    var first = counts.getItems().get(0).row();
    assertThat(copied[0].lines()).hasSize(2);
    assertThat(List.of(copied[0].lines().findFirst().orElseThrow().split("\t")))
        .startsWith(Texts.of("verdict.fail"), first.table());
    robot.interact(() -> robot.lookup("#search").queryTextInputControl().setText("main"));
    assertThat(robot.lookup("#export").queryButton().getText())
        .isEqualTo(Texts.of("counts.export.some", counts.getItems().size()));
  }

  /** What the second listing says stood there twice. */
  @Test
  void saysOnceThatThingsAreGone(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.run(StageKind.REPORT, State.DONE)));
    desk.turnTo(robot, "cleanup");
    settle();
    assertThat(robot.lookup("#proof").queryLabeled().getText())
        .containsOnlyOnce("gone")
        .contains("second listing");
  }

  private static void settle() {
    WaitForAsyncUtils.sleep(320, java.util.concurrent.TimeUnit.MILLISECONDS);
    WaitForAsyncUtils.waitForFxEvents();
  }
}
