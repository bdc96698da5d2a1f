package dev.backfill.ui;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.ui.model.RunModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** Prints the milliseconds from the start of the process to the frame after the first. */
public final class FirstFrame extends Application {
  /** Not an application itself, or JavaFX would have to be modules. */
  static final class Begin {
    private Begin() {}

    /** Shows the window ({@code ours}) or an empty one of the same theme ({@code bare}). */
    public static void main(String[] args) {
      launch(FirstFrame.class, args);
    }
  }

  @Override
  public void start(Stage stage) throws Exception {
    Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    stage.setScene(
        getParameters().getRaw().contains("bare")
            ? new Scene(new StackPane(), 1280, 800)
            : ours(Files.createTempDirectory("first-frame")));
    stage.show();
    Window.afterFirstFrame(
        () -> {
          System.out.println("frame " + ManagementFactory.getRuntimeMXBean().getUptime());
          System.exit(0);
        });
  }

  private static Scene ours(Path folder) {
    var model = new RunModel();
    var files = new RunFiles(folder, folder.resolve("log"), model, Platform::runLater);
    Clouds none =
        (place, plan) -> {
          throw new IllegalStateException("No run is begun here.");
        };
    var service = new RunService(none, files, model, Platform::runLater, time -> {});
    return Window.of(model, service, files, url -> {}).scene();
  }
}
