package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.run.FakeCloud;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.StillOpen;
import dev.backfill.ui.model.Texts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
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

/** The log below the pages, and the banner that leads to it. */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class LogPaneTest {
  @TempDir static Path folder;
  private Path runs;
  private Desk desk;

  @Start
  void open(Stage stage) throws Exception {
    runs = Files.createTempDirectory(folder, "runs");
    desk =
        new Desk(
            stage,
            runs,
            (place, plan) -> new Clouds.Opened(new FakeCloud(plan).cloud("a sandbox"), () -> {}));
    stage.setWidth(1280);
    stage.setHeight(800);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /** By keyboard: the code of a refusal is found in the program's log, marked, and in view. */
  @Test
  void theBannersCodeIsFoundMarkedAndInView(FxRobot robot) throws Exception {
    show(robot, Canned.run(StageKind.VALIDATE, State.REFUSED));
    var code = robot.lookup(".banner .code-mark").queryLabeled().getText();
    assertThat(code).startsWith("BC-");
    var lines =
        IntStream.range(0, 3000)
            .mapToObj(i -> "2020-04-15T03:00:00.000Z INFO  [run] x line " + i)
            .collect(Collectors.toList());
    lines.set(1500, "2020-04-15T03:00:01.000Z WARN  [run] x [" + code + "] validate: refused");
    lines.set(1501, "    at dev.backfill.Validate");
    Files.write(runs.resolve("console.log"), lines);
    var find = robot.lookup(".banner .hyperlink").<Hyperlink>queryAll().iterator().next();
    robot.interact(find::requestFocus);
    robot.type(KeyCode.SPACE);
    ListView<String> log = list(robot);
    desk.until(() -> log.getItems().size() == 2);
    desk.until(() -> log.getSelectionModel().getSelectedIndex() == 0);
    WaitForAsyncUtils.waitForFxEvents();
    desk.until(() -> !robot.lookup(".logs .found").queryAll().isEmpty());
    var found = (javafx.scene.text.Text) robot.lookup(".logs .found").query();
    assertThat(found.getText()).isEqualTo(code);
    assertThat(log.getItems()).noneMatch(line -> line.contains("%nopex"));
  }

  @Test
  void followsCopiesAndFilters(FxRobot robot) {
    robot.push(KeyCode.CONTROL, KeyCode.L);
    robot.interact(() -> IntStream.range(0, 50).forEach(i -> desk.model.say("word " + i)));
    ListView<String> log = list(robot);
    assertThat(log.getItems()).hasSize(50);
    robot.interact(() -> robot.lookup(".logs #search").queryTextInputControl().setText("WORD 49"));
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(log.getItems()).containsExactly("word 49");
    desk.until(() -> log.getSelectionModel().getSelectedIndex() == 0);
    robot.interact(log::requestFocus);
    robot.push(KeyCode.CONTROL, KeyCode.C);
    var copied = new String[1];
    robot.interact(() -> copied[0] = Clipboard.getSystemClipboard().getString());
    assertThat(copied[0]).isEqualTo("word 49");
    robot.push(KeyCode.CONTROL, KeyCode.L);
    WaitForAsyncUtils.waitForFxEvents();
    assertThat(robot.lookup(".logs #search").tryQuery()).isEmpty();
  }

  /** After a decision the banner speaks of what is still open, and no more of what was refused. */
  @Test
  void theBannerSpeaksOfWhatIsStillOpen(FxRobot robot) {
    var before = Canned.run(StageKind.VALIDATE, State.REFUSED);
    assertThat(StillOpen.of(before).isDecided()).isFalse();
    show(robot, before);
    assertThat(sentence(robot)).contains("problems. The first");
    var now = Canned.choices();
    var still = StillOpen.of(now);
    assertThat(still.isDecided()).isTrue();
    assertThat(still.cells()).isPositive();
    show(robot, now);
    assertThat(sentence(robot))
        .isEqualTo(
            Texts.of("still.some", still.cells(), still.accepted(), still.left(), still.again()));
    robot.interact(() -> desk.model.running().set(true));
    WaitForAsyncUtils.waitForFxEvents();
    desk.until(() -> !sentence(robot).contains("still"));
  }

  private void show(FxRobot robot, RunView view) {
    robot.interact(
        () -> {
          desk.model.view().set(view);
          desk.window.following().choose("validate");
        });
    WaitForAsyncUtils.sleep(320, java.util.concurrent.TimeUnit.MILLISECONDS);
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static String sentence(FxRobot robot) {
    return robot.lookup(".header .banner .sentence").queryLabeled().getText();
  }

  private static ListView<String> list(FxRobot robot) {
    return robot.lookup(".logs #log").queryListView();
  }
}
