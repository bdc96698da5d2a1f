package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.landing.Packets;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.ConfirmItem;
import dev.backfill.ui.model.PlanFindings;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Ages;
import dev.backfill.ui.part.Badge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
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

/** What belongs to the open run and what to the draft, where each acts, and where keys lead. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class RunPagesTest {
  @TempDir static Path folder;
  private Desk desk;
  private Stage stage;

  @Start
  void open(Stage opened) throws Exception {
    stage = opened;
    desk =
        new Desk(
            stage,
            Files.createTempDirectory(folder, "runs"),
            (place, plan) -> new Clouds.Opened(new FakeCloud(plan).cloud("a sandbox"), () -> {}));
    stage.setWidth(1280);
    stage.setHeight(800);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void theStagesAreThoseOfTheOpenRun(FxRobot robot) {
    assertThat(robot.lookup("#steps").queryListView().getItems())
        .isEqualTo(List.of(Pages.HOME, Pages.PLAN));
    open(robot, StageKind.VALIDATE);
    assertThat(robot.lookup("#steps").queryListView().getItems()).hasSize(4 + 9);
    assertThat(robot.lookup(".run-title").queryText().getText())
        .isEqualTo("founding-types-2020-04-14");
    assertThat(robot.lookup(".run-place").queryText().getText())
        .isEqualTo(Texts.of("where.rehearsal"));
    desk.turnTo(robot, Pages.PLAN);
    robot.interact(() -> robot.lookup("#steps").query().requestFocus());
    robot.type(KeyCode.DOWN);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(desk.window.page().get()).as("the run's name is stepped over").isEqualTo("runplan");
  }

  /** The page on screen is turned after the run is there. */
  @Test
  void aRunIsOpenedFromThePageOfAStageThatItLacks(FxRobot robot) {
    robot.interact(() -> desk.model.view().set(Canned.rejected(State.DONE)));
    desk.turnTo(robot, StageKind.SCOPE.id());
    robot.interact(() -> desk.model.view().set(Canned.whole()));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup(".header #badge").query().isVisible()).isFalse();
    desk.turnTo(robot, "validate");
    assertThat(robot.lookup(".header #badge").query().isVisible()).isTrue();
  }

  @Test
  void aPacketsPageSaysWhereItActsAndAgesAreReadAnew(FxRobot robot) {
    desk.turnTo(robot, Pages.PACKET);
    assertThat(robot.lookup(".header #where").query().isVisible()).isFalse();
    robot.interact(() -> desk.model.packet().set(Packets.once().get()));
    assertThat(robot.lookup(".header #where").query().isVisible()).isTrue();
    var age =
        robot.lookup("#facts .label").<Labeled>queryAll().stream()
            .filter(label -> label.getText().endsWith(" ago"))
            .findFirst()
            .orElseThrow();
    robot.interact(() -> age.setText("long before"));
    robot.interact(() -> Ages.renew(desk.window.scene().getRoot()));
    assertThat(age.getText()).endsWith(" ago");
  }

  /** "No runs yet" stood for ten seconds over runs that were there. */
  @Test
  void theListOfRunsSaysThatItIsLoading(FxRobot robot) {
    desk.until(() -> desk.model.looked().get());
    desk.turnTo(robot, Pages.HOME);
    var none = (Label) robot.lookup("#runs").queryTableView().getPlaceholder();
    assertThat(none.getText()).isEqualTo(Texts.of("home.none"));
    robot.interact(() -> desk.model.running().set(true));
    assertThat(none.getText()).isEqualTo(Texts.of("home.first"));
    robot.interact(() -> desk.model.looked().set(false));
    assertThat(none.getText()).isEqualTo(Texts.of("home.looking"));
  }

  /** Beside a heading, two badges and a button: on two lines. */
  @Test
  void whatIsUnderWayIsSaidWhole(FxRobot robot) {
    open(robot, StageKind.FINALIZE);
    robot.interact(
        () -> {
          desk.model.view().set(Canned.whole());
          desk.model.running().set(true);
          desk.model.say(Texts.of("run.opening.sandbox"));
        });
    var pace = robot.lookup("#pace").queryLabeled();
    desk.until(() -> pace.getText().equals(Texts.of("run.opening.sandbox")));
    robot.interact(() -> desk.window.scene().getRoot().layout());
    assertThat(((Text) pace.lookup(".text")).getText().replace("\n", "")).isEqualTo(pace.getText());
    robot.interact(() -> desk.model.running().set(false));
  }

  @Test
  void aNarrowWindowHasAThemeToChooseToo(FxRobot robot) {
    robot.interact(() -> stage.setWidth(Window.LEAST_WIDTH));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup("#theme").query().getParent().isVisible()).isFalse();
    robot.interact(() -> robot.lookup("#nextTheme").queryButton().fire());
    assertThat(Theme.shown().get()).isEqualTo(Theme.DARK);
    assertThat(desk.window.scene().getRoot().getStyleClass()).contains("dark");
    assertThat(robot.lookup("#nextTheme").query().getAccessibleText()).isNotEmpty();
    robot.interact(() -> Theme.LIGHT.show(desk.window.scene()));
  }

  @Test
  void aRunsPlanIsReadAndADraftIsNotLostForIt(FxRobot robot) {
    robot.interact(() -> desk.window.plan().begin(BackfillApp.firstPlan()));
    robot.interact(() -> desk.window.plan().field("name").set("what-i-wrote"));
    open(robot, StageKind.VALIDATE);
    desk.turnTo(robot, Pages.RUN_PLAN);
    var yaml = (TextArea) robot.lookup("#yaml .text-area").query();
    assertThat(yaml.getText()).startsWith("name: founding-types-2020-04-14");
    assertThat(yaml.isEditable()).isFalse();
    robot.interact(() -> robot.lookup("#pages #template").queryButton().fire());
    assertThat(desk.model.ask().get().key()).isEqualTo("draft");
    assertThat(desk.window.plan().text().get()).contains("what-i-wrote");
    robot.interact(() -> robot.lookup("#yes").queryButton().fire());
    assertThat(desk.window.page().get()).isEqualTo(Pages.PLAN);
    assertThat(desk.window.plan().text().get()).isEqualTo(Canned.PLAN);
  }

  @Test
  void whatIsSaidOfADraftIsOfThePlaceThatIsChosen(FxRobot robot) {
    robot.interact(() -> desk.window.plan().begin(BackfillApp.firstPlan()));
    desk.turnTo(robot, Pages.PLAN);
    assertThat(where(robot)).isEqualTo(Texts.of("where.rehearsal"));
    var plan = desk.window.plan().plan().get();
    robot.interact(
        () -> desk.model.asked().set(new PlanFindings(plan, List.of(), Map.of(), Map.of())));
    robot.interact(() -> desk.model.say("the sandbox said so"));
    robot.interact(() -> desk.service.asking().place().set(Clouds.Place.GOOGLE));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(where(robot)).isEqualTo(Texts.of("where.google", "moz-fx-data-backfill-14"));
    assertThat(desk.model.asked().get()).isNull();
    assertThat(desk.model.notice().get()).isEmpty();
  }

  /** One Space more than was meant began a run. */
  @Test
  void theYamlPaneMarksItsLinesAndCountsWhatItLists(FxRobot robot) {
    robot.interact(
        () ->
            desk.window
                .plan()
                .text()
                .set(
                    BackfillApp.firstPlan()
                            .replace("name: main-2020-04-14", "name: " + "n".repeat(64))
                            .replace("location: US", "location: U S")
                        + "\tbudget: 3\n"));
    desk.turnTo(robot, Pages.PLAN);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(said(robot)).as("a tab is named").anyMatch(text -> text.contains("(TAB)"));
    robot.interact(
        () ->
            desk.window
                .plan()
                .text()
                .set(desk.window.plan().text().get().replace("\tbudget: 3\n", "")));
    WaitForAsyncUtils.waitForFxEvents();
    var text = desk.window.plan().text().get();
    var marked = desk.window.plan().lines();
    assertThat(marked).hasSize(2);
    assertThat(robot.lookup(".line-number").<Text>queryAll())
        .filteredOn(Node::isVisible)
        .hasSize(text.split("\n", -1).length)
        .filteredOn(number -> number.getText().startsWith("\u25b8"))
        .extracting(number -> Integer.parseInt(number.getText().substring(2)))
        .containsExactlyInAnyOrderElementsOf(marked);
    assertThat(said(robot)).hasSize(desk.window.plan().problems().size());
    assertThat(((Badge) robot.lookup("#verdict").query()).getAccessibleText())
        .isEqualTo(Texts.of("plan.invalid", said(robot).size()));
    var documents = robot.lookup("#field-documents").query();
    robot.interact(documents::requestFocus);
    robot.type(KeyCode.TAB);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(documents.isFocused()).isFalse();
    assertThat(desk.window.plan().field("documents").get()).doesNotContain("\t");
  }

  private static List<String> said(FxRobot robot) {
    return robot.lookup("#problems").queryListView().getItems().stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void focusDoesNotGoToWhatActsByItself(FxRobot robot) {
    robot.interact(() -> desk.window.plan().begin(BackfillApp.firstPlan()));
    desk.turnTo(robot, Pages.PLAN);
    robot.interact(() -> robot.lookup("#ask").query().requestFocus());
    robot.interact(() -> desk.model.asking().set(true));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(desk.window.scene().getFocusOwner()).isNotInstanceOf(ButtonBase.class);
    robot.type(KeyCode.SPACE);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(desk.model.running().get()).isFalse();
    // By the operator it goes there.
    for (var i = 0; i < 60 && !isFocused(robot, "#start"); i++) {
      robot.type(KeyCode.TAB);
    }
    assertThat(isFocused(robot, "#start")).isTrue();
  }

  private static boolean isFocused(FxRobot robot, String id) {
    return robot.lookup(id).query().isFocused();
  }

  @Test
  void aConfirmationNamesAllOfItWhoActsAndWhatIsKept(FxRobot robot) {
    robot.interact(() -> desk.model.who().set("ann on laptop"));
    open(robot, StageKind.VALIDATE);
    desk.turnTo(robot, "finalize");
    robot.interact(() -> desk.model.question().set(Canned.question()));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup("#who").queryLabeled().getText())
        .contains("ann on laptop", Texts.of("where.rehearsal"));
    var names =
        robot.lookup("#items .table-cell .text").queryAll().stream()
            .map(node -> ((javafx.scene.text.Text) node).getText())
            .collect(Collectors.joining(" "));
    assertThat(names)
        .contains(Canned.question().items().get(0).to().toString())
        .contains(Texts.of("confirm.nobackup"));
    assertThat(robot.lookup("#agree").queryButton().isDisabled()).isTrue();
    robot.interact(() -> desk.model.question().set(null));
  }

  /** What the run of a packet has kept is not known where it is executed. */
  /**
   * An estimate is a sentence; nothing of it is below the table's edge or in a column of dashes.
   */
  @Test
  void theBudgetsQuestionIsThereWhole(FxRobot robot) {
    open(robot, StageKind.PREFLIGHT);
    robot.interact(() -> desk.model.question().set(Canned.overBudget()));
    TableView<ConfirmItem> items = robot.lookup(".dialog-card #items").queryTableView();
    desk.until(() -> !items.getItems().isEmpty());
    robot.interact(() -> desk.window.scene().getRoot().layout());
    assertThat(items.getVisibleLeafColumns()).hasSize(3);
    assertThat(robot.lookup(".dialog-card #items .table-row-cell").<TableRow<?>>queryAll())
        .filteredOn(row -> !row.isEmpty())
        .hasSize(1)
        .allSatisfy(
            row ->
                assertThat(row.localToScene(row.getBoundsInLocal()).getMaxY())
                    .isLessThanOrEqualTo(items.localToScene(items.getBoundsInLocal()).getMaxY()));
  }

  /** As when it is asked while its page is put together. */
  @Test
  void aQuestionHasTheFocusWhenItsPageIsWhole(FxRobot robot) {
    robot.interact(() -> desk.model.question().set(Canned.question()));
    WaitForAsyncUtils.waitForFxEvents();
    robot.interact(
        () -> {
          var veil = (javafx.scene.layout.StackPane) robot.lookup("#veil").query();
          var steps = PageStack.steps(veil.getChildren().get(0));
          assertThat(steps).isNotEmpty();
          veil.requestFocus();
          steps.forEach(Runnable::run);
        });
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(desk.window.scene().getFocusOwner().getId()).isEqualTo("typed");
    robot.interact(() -> desk.model.question().set(null));
  }

  @Test
  void aConfirmationOfAPacketSaysNothingOfBackups(FxRobot robot) {
    robot.interact(() -> desk.model.question().set(Canned.question()));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup("#items .table-cell .text").queryAll())
        .isNotEmpty()
        .noneMatch(
            node ->
                ((javafx.scene.text.Text) node).getText().contains(Texts.of("confirm.nobackup")));
    robot.interact(() -> desk.model.question().set(null));
  }

  /** Whoever executes it had not seen the run's own page. */
  @Test
  void aPacketOfARewriteSaysWhatToKnowBefore(FxRobot robot) {
    var packet = Packets.rewritten().get();
    robot.interact(() -> desk.model.packet().set(packet));
    desk.turnTo(robot, Pages.PACKET);
    var hazards = robot.lookup("#hazards").queryLabeled();
    assertThat(hazards.getText()).contains(packet.hazards());
    assertThat(packet.hazards()).hasSize(2);
    robot.interact(() -> desk.model.packet().set(Packets.once().get()));
    assertThat(hazards.getText()).isEmpty();
    assertThat(hazards.isManaged()).isFalse();
  }

  private void open(FxRobot robot, StageKind at) {
    robot.interact(
        () -> {
          var view = Canned.run(at, State.REFUSED);
          desk.model.cloud().set(view.opened().cloud());
          desk.model.view().set(view);
        });
    WaitForAsyncUtils.waitForFxEvents();
    desk.until(() -> robot.lookup("#steps").queryListView().getItems().size() > 4);
  }

  private static String where(FxRobot robot) {
    return robot.lookup(".header #where .label").<Label>query().getText();
  }
}
