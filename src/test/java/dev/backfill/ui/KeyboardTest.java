package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.run.State;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.sandbox.seed.GeneratedDocuments;
import dev.backfill.sandbox.seed.Generator;
import dev.backfill.sandbox.seed.SeedArchive;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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

/**
 * A whole rehearsal on a real sandbox, every stage, with the keyboard alone, and no call of the
 * window's thread that is long. {@code -Dsurefire.args=-Dlongest=50} asserts the milliseconds of
 * its processor time that are aimed at; on a machine that does other things too, a second of it,
 * which no page comes near and a read of files would.
 */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class KeyboardTest {
  private static final int DOCUMENTS = 30;
  private static final int MOST_CONTROLS = 40;
  private static final int LONGEST = Integer.getInteger("longest", 1000);

  @TempDir static Path folder;
  private WindowCalls calls;
  private Desk desk;

  @Start
  void open(Stage stage) throws Exception {
    Clouds clouds =
        (place, plan) -> {
          var sandbox = Sandbox.start(folder.resolve("sandbox"), 0);
          sandbox.fill(
              plan.sourceProject(),
              new GeneratedDocuments(
                  new Generator(1, 0.05), plan.documents(), plan.days().list(), DOCUMENTS),
              SeedArchive.of(Optional.empty()),
              plan.schemas().orElseThrow());
          var profile = CloudProfile.sandbox(sandbox.endpoint());
          return new Clouds.Opened(
              GoogleCloud.connect(profile, plan, new PipelineSubmission(profile)), sandbox);
        };
    calls = WindowCalls.start();
    desk = Desk.opening(stage, Files.createTempDirectory(folder, "runs"), clouds);
  }

  @AfterEach
  void close() {
    calls.close();
    desk.close();
  }

  @Test
  void rehearsesWithoutAMouse(FxRobot robot) throws Exception {
    desk.until(() -> desk.window != null && !desk.window.plan().text().get().isEmpty());
    goTo(robot, "rehearse");
    robot.push(KeyCode.SPACE);
    answer(robot);
    answer(robot);
    desk.rest();
    assertThat(desk.model.view().get().stages())
        .allSatisfy(stage -> assertThat(stage.state()).as(stage.text()).isEqualTo(State.DONE));
    while (!desk.window.page().get().equals("report")) {
      robot.push(KeyCode.CONTROL, KeyCode.PAGE_DOWN);
      WaitForAsyncUtils.waitForFxEvents();
    }
    goTo(robot, "file");
    var report = folder.resolve("r.html");
    robot.write(report.toString(), 0);
    goTo(robot, "export");
    robot.push(KeyCode.SPACE);
    desk.until(() -> desk.model.notice().get().startsWith("Report written"));
    assertThat(report).content().contains("telemetry_stable.main_v4");
    assertNoCallWasLong();
  }

  private void assertNoCallWasLong() {
    var longest = calls.longest();
    System.out.printf(
        "%,d calls of the window's thread, %d over 50 ms of its processor time; the longest:%n",
        longest.size(), longest.stream().filter(call -> call.millis() > 50).count());
    longest.stream()
        .limit(12)
        .forEach(
            call ->
                System.out.printf(
                    "  %.0f ms, in %.0f ms: %s%n", call.millis(), call.passed(), call.where()));
    assertThat(longest.get(0).millis()).isLessThan(LONGEST);
  }

  /** Goes from one control to the next until one has the focus. */
  private void goTo(FxRobot robot, String id) {
    for (var i = 0; i < MOST_CONTROLS; i++) {
      WaitForAsyncUtils.waitForFxEvents();
      var focused = desk.window.scene().getFocusOwner();
      if (focused != null && id.equals(focused.getId())) {
        return;
      }
      robot.push(KeyCode.TAB);
    }
    throw new AssertionError("No way by Tab to " + id);
  }

  /** The focus is in the field; two steps further is the button that agrees. */
  private void answer(FxRobot robot) throws Exception {
    desk.until(() -> desk.model.question().get() != null);
    var question = desk.model.question().get();
    robot.write(question.phrase(), 0);
    robot.push(KeyCode.TAB);
    robot.push(KeyCode.TAB);
    robot.push(KeyCode.SPACE);
    desk.until(() -> desk.model.question().get() != question);
  }
}
