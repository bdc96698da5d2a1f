package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.SimpleStringProperty;
import javafx.fxml.FXML;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The window on a cloud in memory. */
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
    service = new RunService(clouds, files, model, Platform::runLater);
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
    var ids = new ArrayList<>(Pages.ids());
    ids.addAll(List.of("shell", "sidebar", "header", "logs", "confirm", "step"));
    robot.interact(() -> ids.forEach(this::refuseNulls));
  }

  @Test
  void runsFromThePlanToTheExportedReport(FxRobot robot) throws Exception {
    robot.clickOn("#fresh");
    robot.clickOn("#start");
    agree(robot);
    agree(robot);
    until(() -> !model.running().get());
    assertThat(model.view().get().stages()).allMatch(stage -> stage.state() == State.DONE);
    for (var id : Pages.ids()) {
      select(robot, id);
    }
    var report = folder.resolve("exported.html");
    robot.interact(() -> robot.lookup("#file").queryTextInputControl().setText(report.toString()));
    robot.clickOn("#export");
    until(() -> model.notice().get().startsWith("Report written"));
    assertThat(report).content().contains("telemetry_stable.main_v4");
  }

  @Test
  void declinedQuestionStopsBeforeProduction(FxRobot robot) throws Exception {
    robot.clickOn("#fresh");
    robot.clickOn("#start");
    until(() -> model.question().get() != null);
    robot.clickOn("#decline");
    until(() -> !model.running().get());
    assertThat(model.state(StageKind.FINALIZE)).isEqualTo(State.REFUSED);
    until(() -> model.runs().size() == 1 && model.runs().get(0).isOpen());
  }

  private void agree(FxRobot robot) throws TimeoutException {
    until(() -> model.question().get() != null);
    var request = model.question().get();
    assertThat(robot.lookup("#agree").queryButton().isDisabled()).isTrue();
    robot.interact(() -> robot.lookup("#typed").queryTextInputControl().setText(request.phrase()));
    robot.clickOn("#agree");
    until(() -> model.question().get() != request);
  }

  private void select(FxRobot robot, String id) {
    robot.interact(() -> window.page().set(id));
  }

  private void refuseNulls(String id) {
    var plan = new PlanModel("");
    var page =
        new Pages(
                new Context(
                    new RunModel(),
                    plan,
                    service,
                    files,
                    new SimpleStringProperty(Pages.HOME),
                    url -> {}))
            .load(id);
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

  private static void until(java.util.concurrent.Callable<Boolean> condition)
      throws TimeoutException {
    WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, condition);
    WaitForAsyncUtils.waitForFxEvents();
  }
}
