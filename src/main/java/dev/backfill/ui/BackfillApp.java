package dev.backfill.ui;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.settings.Folders;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The window. */
public final class BackfillApp extends Application {
  private RunService service;

  /**
   * Opens the window and returns when it is closed; the clouds are a {@link Clouds} that {@link
   * ServiceLoader} finds.
   */
  public static void show(String[] args) {
    launch(BackfillApp.class, args);
  }

  @Override
  public void start(Stage stage) throws IOException {
    setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    var model = new RunModel();
    service = new RunService(clouds(), Folders.ofUser().runs(), model, Platform::runLater);
    stage.setScene(scene(model, service));
    stage.setTitle(Texts.of("app.name"));
    stage.show();
    service.look();
  }

  @Override
  public void stop() {
    if (service != null) {
      service.close();
    }
  }

  static Scene scene(RunModel model, RunService service) throws IOException {
    var context = new Context(model, new PlanModel(firstPlan()), service);
    var scene = new Scene(new Pages(context).load("shell").root(), 1200, 800);
    scene.getStylesheets().add(BackfillApp.class.getResource("console.css").toExternalForm());
    return scene;
  }

  static String firstPlan() throws IOException {
    try (var text = BackfillApp.class.getResourceAsStream("first-plan.yaml")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Clouds clouds() {
    return ServiceLoader.load(Clouds.class).findFirst().orElse(BackfillApp::none);
  }

  private static Clouds.Opened none(Clouds.Place place, dev.backfill.plan.Plan plan) {
    throw new IllegalStateException(
        "This build has no cloud to work on. Install a complete one, for " + plan.name() + ".");
  }
}
