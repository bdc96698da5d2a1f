package dev.backfill.ui;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.ui.model.RunModel;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/**
 * Prints the milliseconds from the start of the process to the first frame, and to that of the
 * first page.
 */
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
    if (getParameters().getRaw().contains("bare")) {
      stage.setScene(new Scene(new StackPane(), 1280, 800));
      stage.show();
      WindowOpener.afterFrame(() -> tell("frame", "page"));
    } else {
      var opening = WindowOpener.of(stage);
      var folder = Files.createTempDirectory("first-frame");
      opening.show(() -> ours(folder), window -> tell("page"));
      WindowOpener.afterFrame(() -> tell("frame"));
    }
  }

  private static void tell(String... seen) {
    for (var what : seen) {
      System.out.println(what + " " + ManagementFactory.getRuntimeMXBean().getUptime());
      if (what.equals("page")) {
        System.exit(0);
      }
    }
  }

  private static Window ours(Path folder) {
    var model = new RunModel();
    var files = new RunFiles(folder, folder.resolve("log"), model, Platform::runLater);
    Clouds none =
        (place, plan) -> {
          throw new IllegalStateException("No run is begun here.");
        };
    var service =
        new RunService(none, files, model, Platform::runLater, time -> {}, Clock.systemUTC());
    return Window.of(model, service, files, url -> {});
  }
}
