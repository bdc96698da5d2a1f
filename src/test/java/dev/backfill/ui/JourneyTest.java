package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.JobService;
import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.report.Format;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Standing;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.CountsLine;
import dev.backfill.ui.model.FinalizeRow;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.WindowQuestion;
import dev.backfill.ui.part.Badge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.controlsfx.control.StatusBar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** What operators go through at the window, on a cloud in memory. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class JourneyTest {
  @TempDir static Path folder;

  private UnaryOperator<FakeCloud> weather = cloud -> cloud;
  private volatile CountDownLatch opens = new CountDownLatch(0);
  private FakeCloud cloud;
  private Desk desk;

  @Start
  void open(Stage stage) throws Exception {
    Clouds clouds =
        (place, plan) -> {
          opens.await();
          // One cloud for the whole test: a resumed run finds what it left.
          cloud = cloud == null ? weather.apply(new FakeCloud(plan)) : cloud;
          return new Clouds.Opened(cloud.cloud(), () -> {});
        };
    desk = new Desk(stage, Files.createTempDirectory(folder, "runs"), clouds);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void rehearsesInOneClickUpToTheExportedReport(FxRobot robot) throws Exception {
    robot.clickOn("#rehearse");
    desk.agree(robot);
    desk.until(() -> desk.window.page().get().equals("cleanup"));
    desk.agree(robot);
    desk.rest();
    assertThat(desk.model.view().get().stages()).allMatch(stage -> stage.state() == State.DONE);
    desk.turnTo(robot, "report");
    var report = folder.resolve("exported.html");
    robot.interact(() -> robot.lookup("#file").queryTextInputControl().setText(report.toString()));
    robot.clickOn("#export");
    desk.until(() -> desk.model.notice().get().startsWith("Report written"));
    assertThat(report).content().contains("telemetry_stable.main_v4");
    desk.turnTo(robot, Pages.HOME);
    assertThat(desk.model.runs()).hasSize(1).noneMatch(line -> line.isOpen());
  }

  @Test
  void showsThatTheCloudIsBeingOpenedAndWhichRunTouchesWhat(FxRobot robot) throws Exception {
    opens = new CountDownLatch(1);
    robot.clickOn("#rehearse");
    desk.until(() -> desk.model.notice().get().startsWith("Opening the sandbox"));
    desk.until(() -> robot.lookup("#pace").query().isVisible());
    var bar = robot.lookup("#bar").queryAs(ProgressBar.class);
    assertThat(bar.isIndeterminate()).isTrue();
    assertThat(robot.lookup("#pace").queryLabeled().getText()).startsWith("Opening the sandbox");
    opens.countDown();
    desk.until(() -> desk.model.question().get() != null);
    var run = desk.model.view().get().opened().run();
    var status = robot.lookup("#status").queryAs(StatusBar.class);
    assertThat(status.getText())
        .startsWith("Run " + run + " (main-2020-04-14): Finalize: " + Texts.of("status.asks"));
    robot.interact(() -> robot.lookup("#decline").queryButton().fire());
    desk.rest();
    desk.until(
        () ->
            status
                .getText()
                .startsWith("Run " + run + " (main-2020-04-14): " + Texts.of("outcome.stopped")));
    assertThat(bar.isIndeterminate()).isFalse();
  }

  @Test
  void tellsOnThePageWhyARunCannotBeResumed(FxRobot robot) throws Exception {
    var run = untilFinalizeWasDeclined(robot);
    try (var held = Journal.open(desk.files.runs().resolve(run))) {
      robot.interact(() -> robot.lookup(".header #resume").queryButton().fire());
      desk.rest();
      assertThat(held.entries()).isNotEmpty();
    }
    assertThat(banner(robot)).startsWith("Another console has the run " + run + " open");
    desk.turnTo(robot, "validate");
    assertThat(desk.model.failure().get().isNone()).isTrue();
  }

  /** A second run in one target: what its refusal names can be opened, and cleaned up, at once. */
  @Test
  void offersWhatCanBeDoneAboutATargetThatAnotherRunHolds(FxRobot robot) throws Exception {
    var first = untilFinalizeWasDeclined(robot);
    robot.interact(() -> desk.service.start(BackfillApp.firstPlan(), Clouds.Place.SANDBOX));
    desk.until(() -> desk.model.question().get() != null);
    assertThat(desk.model.question().get().phrase()).endsWith("from " + first);
    robot.interact(() -> robot.lookup("#decline").queryButton().fire());
    desk.rest();
    var second = desk.model.view().get().opened().run();
    desk.turnTo(robot, "mirror");
    desk.until(() -> robot.lookup(".header .acts .button").queryAll().size() == 2);
    var acts = List.copyOf(robot.lookup(".header .acts .button").<Button>queryAll());
    assertThat(acts).extracting(Button::getText).allMatch(text -> text.contains(first));
    robot.interact(acts.get(0)::fire);
    desk.until(() -> desk.window.page().get().equals("finalize"));
    assertThat(desk.model.view().get().opened().run()).isEqualTo(first).isNotEqualTo(second);
    assertThat(robot.lookup(".header .acts .button").queryAll()).isEmpty();
    robot.interact(acts.get(1)::fire);
    desk.agree(robot);
    desk.rest();
    assertThat(desk.model.view().get().opened().run()).isEqualTo(first);
    assertThat(desk.model.state(StageKind.CLEANUP)).isEqualTo(State.DONE);
  }

  private String untilFinalizeWasDeclined(FxRobot robot) {
    robot.clickOn("#rehearse");
    desk.until(() -> desk.model.question().get() != null);
    robot.interact(() -> robot.lookup("#decline").queryButton().fire());
    desk.rest();
    desk.until(() -> desk.window.page().get().equals("finalize"));
    return desk.model.view().get().opened().run();
  }

  private static String banner(FxRobot robot) {
    return robot.lookup(".header .sentence").queryLabeled().getText();
  }

  @Test
  void saysWhatToDoAboutAFolderThatIsNotThere(FxRobot robot) throws Exception {
    robot.interact(() -> desk.model.view().set(Canned.whole()));
    desk.turnTo(robot, "report");
    var missing = folder.resolve("no/such/folder/report.html").toString();
    robot.interact(() -> robot.lookup("#file").queryTextInputControl().setText(missing));
    robot.clickOn("#export");
    desk.until(() -> desk.model.notice().get().contains("Choose a file in an existing folder"));
  }

  @Test
  void acceptsAFailingCheckOnlyWithAReason(FxRobot robot) throws Exception {
    weather = fake -> fake.holding(plan().decoded(plan().documents().get(0)).name(), 4);
    robot.clickOn("#rehearse");
    desk.rest();
    assertThat(desk.model.state(StageKind.VALIDATE)).isEqualTo(State.REFUSED);
    desk.until(() -> desk.window.page().get().equals("validate"));
    TableView<CountsLine> counts = robot.lookup("#counts").queryTableView();
    desk.until(() -> counts.getItems().size() == 1);
    assertThat(counts.getItems().get(0).row().standing()).isEqualTo(Standing.FAIL);
    robot.interact(() -> counts.getSelectionModel().select(0));
    looksCloser(robot);
    robot.interact(() -> robot.lookup("#accept").queryButton().fire());
    assertThat(robot.lookup("#yes").queryButton().isDisabled()).isTrue();
    robot.interact(() -> robot.lookup("#reason").queryTextInputControl().setText("noise"));
    robot.interact(() -> robot.lookup("#yes").queryButton().fire());
    desk.rest();
    desk.until(() -> counts.getItems().get(0).row().standing() == Standing.ACCEPTED);
    assertThat(desk.model.view().get().accepted()).extracting("reason").containsExactly("noise");
    robot.clickOn("#resume");
    desk.agree(robot);
    assertThat(desk.model.state(StageKind.VALIDATE)).isEqualTo(State.DONE);
    robot.interact(() -> desk.service.stop());
    desk.rest();
  }

  /** The run stands still: the cloud is opened for the question. */
  private void looksCloser(FxRobot robot) {
    var tabs = robot.lookup("#tabs").queryAs(TabPane.class);
    robot.interact(() -> tabs.getSelectionModel().select(2));
    desk.until(() -> robot.lookup("#hours .histogram").tryQuery().isPresent());
    TableView<?> parts = robot.lookup("#hours .table-view").queryTableView();
    assertThat(parts.getItems()).hasSize(24);
  }

  @Test
  void stopsAtWhatWasDeclinedAndGoesOnFromTheFirstPage(FxRobot robot) throws Exception {
    robot.clickOn("#rehearse");
    desk.until(() -> desk.model.question().get() != null);
    escCancelsTheQuestionThatIsSeen(robot);
    desk.rest();
    assertThat(desk.model.state(StageKind.FINALIZE)).isEqualTo(State.STOPPED);
    desk.until(() -> banner(robot).startsWith("Cancelled by you. Production was not changed"));
    assertThat(robot.lookup(".header .banner-info").tryQuery()).isPresent();
    assertThat(robot.lookup(".header .code-mark").query().isVisible()).isFalse();
    desk.turnTo(robot, Pages.HOME);
    TableView<?> runs = robot.lookup("#runs").queryTableView();
    desk.until(() -> runs.getItems().size() == 1);
    robot.interact(() -> runs.getSelectionModel().select(0));
    robot.interact(() -> robot.lookup("#look").queryButton().fire());
    desk.until(() -> desk.window.page().get().equals("finalize"));
    robot.interact(() -> robot.from(runs.getParent()).lookup("#resume").queryButton().fire());
    desk.agree(robot);
    desk.agree(robot);
    desk.rest();
    assertThat(desk.model.state(StageKind.REPORT)).isEqualTo(State.DONE);
  }

  /** Of the two questions of the window's scene, one after the other. */
  private void escCancelsTheQuestionThatIsSeen(FxRobot robot) {
    robot.interact(
        () -> desk.model.ask().set(new WindowQuestion("close", "Close?", false, reason -> {})));
    robot.push(KeyCode.ESCAPE);
    desk.until(() -> desk.model.ask().get() == null);
    assertThat(desk.model.question().get()).isNotNull();
    robot.push(KeyCode.ESCAPE);
    desk.until(() -> desk.model.question().get() == null);
  }

  @Test
  void undoesWhatItCopiedFromTheBackup(FxRobot robot) throws Exception {
    robot.clickOn("#rehearse");
    desk.agree(robot);
    desk.until(() -> desk.model.question().get() != null);
    robot.interact(() -> robot.lookup("#decline").queryButton().fire());
    desk.rest();
    assertThat(desk.model.state(StageKind.CLEANUP)).isEqualTo(State.STOPPED);
    desk.turnTo(robot, "finalize");
    robot.clickOn("#undo");
    desk.until(() -> desk.model.question().get() != null);
    assertThat(desk.model.question().get().phrase()).startsWith("undo ");
    desk.agree(robot);
    desk.rest();
    assertThat(desk.model.state(StageKind.FINALIZE)).isEqualTo(State.UNDONE);
    assertThat(desk.model.state(StageKind.VERIFY)).isEqualTo(State.UNDONE);
    everyPageSaysSo(robot);
    goesOnAfterTheUndo(robot);
  }

  private void everyPageSaysSo(FxRobot robot) {
    assertThat(FinalizeRow.of(desk.model.view().get()))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.copied()).isEmpty())
        .allSatisfy(row -> assertThat(row.after()).isEmpty());
    assertThat(robot.lookup("#proof").queryLabeled().getText())
        .isEqualTo(Texts.of("finalize.undone", 1, 1));
    desk.turnTo(robot, "verify");
    TableView<CountsLine> counts = robot.lookup("#counts").queryTableView();
    desk.until(() -> counts.getItems().size() == 1);
    assertThat(counts.getItems().get(0).row().standing()).isEqualTo(Standing.UNDONE);
    assertThat(Format.MD.write(desk.model.view().get())).containsIgnoringCase("undone");
    desk.turnTo(robot, "finalize");
  }

  private void goesOnAfterTheUndo(FxRobot robot) {
    desk.until(() -> robot.lookup("#onward").query().isVisible());
    assertThat(robot.lookup("#undo").query().isVisible()).isFalse();
    robot.clickOn("#copyAgain");
    desk.until(() -> desk.model.question().get() != null);
    robot.interact(() -> robot.lookup("#decline").queryButton().fire());
    desk.rest();
    // Not cleanup's, which was declined before.
    assertThat(desk.window.page().get()).isEqualTo("finalize");
    robot.clickOn("#copyAgain");
    desk.agree(robot);
    desk.until(() -> desk.model.question().get() != null);
    robot.interact(() -> robot.lookup("#decline").queryButton().fire());
    desk.rest();
    assertThat(desk.model.state(StageKind.FINALIZE)).isEqualTo(State.DONE);
    assertThat(desk.model.state(StageKind.VERIFY)).isEqualTo(State.DONE);
    desk.turnTo(robot, "finalize");
    desk.until(() -> robot.lookup("#undo").query().isVisible());
    assertThat(robot.lookup("#onward").query().isVisible()).isFalse();
    robot.clickOn("#undo");
    desk.agree(robot);
    desk.rest();
    desk.until(() -> robot.lookup("#onward").query().isVisible());
    robot.clickOn("#end");
    desk.rest();
    assertThat(desk.model.view().get().closed()).map(Entry.Closed::outcome).contains("undone");
    desk.until(() -> !robot.lookup("#onward").query().isVisible());
    desk.until(() -> desk.model.runs().get(0).state() == State.UNDONE);
  }

  @Test
  void comesBackToTheJobAndCancelsItOnceItWasAsked(FxRobot robot) throws Exception {
    weather = fake -> fake.leavingJobs(JobService.State.RUNNING);
    robot.clickOn("#rehearse");
    desk.until(() -> desk.window.page().get().equals("decode"));
    desk.turnTo(robot, Pages.HOME);
    desk.until(() -> robot.lookup("#back").query().isVisible());
    robot.clickOn("#back");
    assertThat(desk.window.page().get()).isEqualTo("decode");
    assertThat(robot.lookup("#back").query().isVisible()).isFalse();
    desk.until(() -> !robot.lookup("#cancel").queryButton().isDisabled());
    robot.clickOn("#cancel");
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(desk.model.ask().get().text()).contains("Production is not affected");
    robot.interact(() -> robot.lookup("#yes").queryButton().fire());
    desk.rest();
    assertThat(desk.model.state(StageKind.DECODE)).isEqualTo(State.FAILED);
  }

  @Test
  void handsOverAndIsHandedOver(FxRobot robot) throws Exception {
    weather = FakeCloud::keepingTime;
    var yaml = BackfillApp.firstPlan().replace("by: self", "by: hand-over");
    robot.interact(() -> desk.service.start(yaml, Clouds.Place.SANDBOX));
    desk.rest();
    assertThat(desk.model.state(StageKind.FINALIZE)).isEqualTo(State.HANDED_OVER);
    assertThat(desk.model.notice().get()).contains("handed over").doesNotContain("stopped");
    var run = desk.model.view().get().opened().run();
    desk.turnTo(robot, "finalize");
    desk.until(() -> robot.lookup("#digest").tryQuery().isPresent());
    assertThat(robot.lookup(".header #badge").<Badge>query().getAccessibleText())
        .isEqualTo(Texts.state(State.HANDED_OVER));
    var file = robot.lookup("#packetFile").queryLabeled().getText();
    var digest = robot.lookup("#digest").queryLabeled().getText();
    executes(robot, Path.of(file), digest);
    robot.interact(() -> desk.files.show(run, view -> {}));
    desk.until(() -> desk.model.view().get() != null);
    desk.turnTo(robot, "finalize");
    assertThat(robot.lookup("#give").queryButton().isDisabled()).isTrue();
    robot.interact(() -> robot.lookup("#digestTyped").queryTextInputControl().setText(digest));
    robot.interact(() -> robot.lookup("#give").queryButton().fire());
    desk.until(() -> desk.model.state(StageKind.VERIFY) == State.DONE);
    assertThat(desk.model.state(StageKind.FINALIZE)).isEqualTo(State.DONE);
    desk.until(() -> desk.model.question().get() != null);
    robot.interact(() -> desk.service.stop());
    desk.rest();
  }

  /** What the person with the rights does, at a window of their own or at this one. */
  private void executes(FxRobot robot, Path file, String digest) {
    robot.interact(
        () ->
            desk.files.readPacket(
                file,
                packet -> {
                  desk.model.packet().set(packet);
                  desk.window.following().choose(Pages.PACKET);
                }));
    desk.until(() -> robot.lookup("#execute").tryQuery().isPresent());
    robot.interact(() -> robot.lookup("#execute").queryButton().fire());
    desk.agree(robot);
    desk.rest();
    desk.until(() -> desk.model.executed().get() != null);
    assertThat(desk.model.executed().get().copied()).hasSize(1);
    assertThat(robot.lookup("#pages .sentence").queryLabeled().getText()).contains(digest);
    // No stage's page is shown, so that the one shown before can be chosen again.
    assertThat(robot.lookup("#steps").queryListView().getSelectionModel().isEmpty()).isTrue();
  }

  private static dev.backfill.plan.Plan plan() {
    return Canned.plan(BackfillApp.firstPlan());
  }
}
