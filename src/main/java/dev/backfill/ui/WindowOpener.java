package dev.backfill.ui;

import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/**
 * Shows a stage at once, with an empty frame, and puts its window there when that is made: on
 * another thread, which JavaFX allows for what is not shown yet. Race: texts are measured by one
 * thing for all threads, so that whatever measures one, a style or a layout, is the window's alone.
 */
final class WindowOpener {
  private final Stage stage;

  private WindowOpener(Stage stage) {
    this.stage = stage;
  }

  /** Gives a stage the empty frame; it is not shown yet. */
  static WindowOpener of(Stage stage) {
    stage.setScene(new Scene(frame(), Window.WIDTH, Window.HEIGHT));
    Theme.dress(stage.getScene());
    return new WindowOpener(stage);
  }

  /**
   * Shows the stage, makes the window and puts it there.
   *
   * @param make makes the window, not on the window's thread: nothing else may touch its models
   * @param shown is told, on the window's thread, when the window has been drawn
   */
  void show(Supplier<Window> make, Consumer<Window> shown) {
    stage.show();
    beside(() -> make(make, shown));
  }

  private static void beside(Runnable work) {
    var thread = new Thread(work, "opening");
    thread.setDaemon(true);
    thread.start();
  }

  private void make(Supplier<Window> make, Consumer<Window> shown) {
    try {
      var window = make.get();
      Theme.dress(window.scene());
      window.ahead().style();
      Platform.runLater(() -> put(window, shown));
    } catch (RuntimeException | InterruptedException e) {
      Platform.runLater(() -> fail(e));
    }
  }

  private void put(Window window, Consumer<Window> shown) {
    stage.setScene(window.scene());
    afterFrame(
        () -> {
          shown.accept(window);
          beside(() -> ahead(window));
        });
  }

  /** The program may end before all is made. */
  private static void ahead(Window window) {
    try {
      window.ahead().make();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Exception e) {
    stage.close();
    throw new IllegalStateException("The window is broken. Install the program anew.", e);
  }

  /** Runs a task when what is on screen has been drawn. */
  static void afterFrame(Runnable task) {
    new AnimationTimer() {
      private int frames;

      @Override
      public void handle(long now) {
        if (++frames == 2) {
          stop();
          task.run();
        }
      }
    }.start();
  }

  /** The frame of every page: a column for the list of pages, and the rest. */
  private static HBox frame() {
    var pages = new Region();
    pages.setPrefWidth(240);
    pages.setStyle("-fx-background-color: -color-bg-subtle");
    var page = new Region();
    HBox.setHgrow(page, Priority.ALWAYS);
    var frame = new HBox(pages, page);
    frame.setStyle("-fx-background-color: -color-bg-default");
    return frame;
  }
}
