package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Playbooks;
import dev.backfill.ui.model.PageFollower;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.WindowQuestion;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.LabelSkin;
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

/** The window on a cloud in memory. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class WindowTest {
  @TempDir static Path folder;

  private final RunModel model = new RunModel();
  private RunService service;
  private RunFiles files;
  private Window window;
  private Stage stage;

  @Start
  void open(Stage opened) throws Exception {
    stage = opened;
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    Clouds clouds = (place, plan) -> new Clouds.Opened(new FakeCloud(plan).cloud(), () -> {});
    var runs = Files.createTempDirectory(folder, "runs");
    files = new RunFiles(runs, runs.resolve("log"), model, Platform::runLater);
    service =
        new RunService(clouds, files, model, Platform::runLater, time -> {}, Clock.systemUTC());
    window = Window.of(model, service, files, url -> {});
    stage.setScene(window.scene());
    stage.show();
  }

  @AfterEach
  void close() {
    service.close();
    files.close();
  }

  @Test
  void everyPageFindsItsFields(FxRobot robot) {
    var ids = new ArrayList<String>();
    Playbooks.ALL.forEach(playbook -> ids.addAll(Pages.ids(playbook)));
    ids.addAll(
        List.of(
            "packet",
            "handover",
            "shell",
            "sidebar",
            "header",
            "logs",
            "confirm",
            "ask",
            "step",
            "preview",
            "project"));
    robot.interact(() -> ids.forEach(this::refuseNulls));
  }

  @Test
  void pagesMadeAheadLeaveThePlanAlone(FxRobot robot) throws InterruptedException {
    robot.interact(() -> window.plan().text().set(BackfillApp.firstPlan()));
    var first = window.plan().field("days.first").get();
    window.ahead().make();
    robot.interact(() -> window.following().choose(Pages.PLAN));
    assertThat(window.plan().text().get()).isEqualTo(BackfillApp.firstPlan());
    robot.interact(() -> window.plan().text().set(""));
    robot.interact(() -> window.plan().text().set(BackfillApp.firstPlan()));
    TextInputControl day = robot.lookup("#field-days-first").<DatePicker>query().getEditor();
    assertThat(day.getText()).isEqualTo(first).isNotEmpty();
    assertThat(window.plan().text().get()).isEqualTo(BackfillApp.firstPlan());
  }

  /** A reason is written in an area, which would keep Tab for itself. */
  @Test
  void tabLeadsOnFromAReasonAndIsNoPartOfIt(FxRobot robot) {
    robot.interact(
        () -> model.ask().set(new WindowQuestion("leaveout", "Why?", true, reason -> {})));
    WaitForAsyncUtils.waitForFxEvents();
    var reason = robot.lookup("#reason").queryTextInputControl();
    assertThat(stage.getScene().getFocusOwner()).isSameAs(reason);
    robot.type(KeyCode.TAB);
    assertThat(stage.getScene().getFocusOwner()).isSameAs(robot.lookup("#no").query());
    robot.interact(() -> reason.setText("lost"));
    robot.interact(reason::requestFocus);
    robot.type(KeyCode.TAB);
    assertThat(stage.getScene().getFocusOwner()).isSameAs(robot.lookup("#yes").query());
    assertThat(reason.getText()).isEqualTo("lost");
  }

  /** Race: a label that is styled elsewhere measures a text while the window measures another. */
  @Test
  void isStyledOnItsOwnThreadAlone(FxRobot robot) throws InterruptedException {
    WatchedSkin.ELSEWHERE.clear();
    var sheet = "data:text/css,.label{-fx-skin:'" + WatchedSkin.class.getName() + "'}";
    robot.interact(() -> window.scene().getStylesheets().add(sheet));
    var before = WatchedSkin.MADE.get();
    window.ahead().make();
    assertThat(WatchedSkin.MADE.get()).isGreaterThan(before + 50);
    assertThat(WatchedSkin.ELSEWHERE).isEmpty();
  }

  /** The skin of labels, which knows what was styled on another thread than the window's. */
  public static final class WatchedSkin extends LabelSkin {
    static final Set<String> ELSEWHERE = ConcurrentHashMap.newKeySet();
    static final AtomicInteger MADE = new AtomicInteger();

    public WatchedSkin(Label label) {
      super(label);
      MADE.incrementAndGet();
      if (!Platform.isFxApplicationThread()) {
        ELSEWHERE.add(label.getText() + " on " + Thread.currentThread().getName());
      }
    }
  }

  private Pages pages() {
    return new Pages(
        new PageContext(
            new RunModel(),
            new PlanModel(""),
            service,
            files,
            window.background(),
            new PageFollower(new RunModel(), Pages.HOME),
            url -> {}));
  }

  private void refuseNulls(String id) {
    var page = pages().load(id);
    for (var field : page.controller().getClass().getDeclaredFields()) {
      if (field.isAnnotationPresent(FXML.class)) {
        assertThat(value(field, page.controller())).as(id + ": " + field.getName()).isNotNull();
      }
    }
  }

  private static Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
