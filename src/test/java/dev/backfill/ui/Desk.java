package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.RunModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** A window on a cloud of the test's, and what an operator does at it. */
final class Desk implements AutoCloseable {
  // A sandbox's job takes twenty seconds, and on a machine with much else to do, a minute.
  private static final int PATIENCE = 300;

  final RunModel model = new RunModel();
  final RunService service;
  final RunFiles files;
  volatile Window window;
  final Watchdog watchdog = Watchdog.start();

  private Desk(Path runs, Clouds clouds) {
    files = new RunFiles(runs, runs.resolve("console.log"), model, Platform::runLater);
    service =
        new RunService(
            clouds, files, model, Platform::runLater, time -> Thread.sleep(20), Clock.systemUTC());
  }

  /** A window that is there at once. */
  Desk(Stage stage, Path runs, Clouds clouds) {
    this(runs, clouds);
    window = make();
    Theme.LIGHT.show(window.scene());
    stage.setScene(window.scene());
    stage.show();
    files.look();
  }

  /** A window that opens as the program's does: it is there when {@code window} is. */
  static Desk opening(Stage stage, Path runs, Clouds clouds) {
    var desk = new Desk(runs, clouds);
    var opening = WindowOpener.of(stage);
    Theme.LIGHT.show(stage.getScene());
    opening.show(
        desk::make,
        window -> {
          desk.window = window;
          desk.files.look();
          window.background().compute(BackfillApp::checkedFirstPlan, window.plan().text()::set);
        });
    return desk;
  }

  private Window make() {
    return Window.of(model, service, files, url -> {});
  }

  /** Waits for the engine's question, types its phrase and agrees. */
  void agree(FxRobot robot) {
    until(() -> model.question().get() != null);
    var request = model.question().get();
    assertThat(robot.lookup("#agree").queryButton().isDisabled()).isTrue();
    robot.interact(() -> robot.lookup("#typed").queryTextInputControl().setText(request.phrase()));
    robot.interact(() -> robot.lookup("#agree").queryButton().fire());
    until(() -> model.question().get() != request);
  }

  /** Waits for the run to stand still. */
  void rest() {
    until(() -> !model.running().get());
  }

  /** What a page works with that is loaded beside the window's own. */
  PageContext context() {
    return new PageContext(
        model, window.plan(), service, files, window.background(), window.following(), url -> {});
  }

  void turnTo(FxRobot robot, String page) {
    robot.interact(() -> window.following().choose(page));
  }

  /** Waits for something; what was said meanwhile tells why it did not come. */
  void until(Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(PATIENCE, TimeUnit.SECONDS, condition);
    } catch (TimeoutException e) {
      throw new AssertionError(
          "It did not come. " + String.join("\n", model.log()) + "\n" + model.view().get().stages(),
          e);
    }
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Ends the window's threads, and fails when one of its calls was made on the window's. */
  @Override
  public void close() {
    service.close();
    files.close();
    watchdog.close();
  }
}
