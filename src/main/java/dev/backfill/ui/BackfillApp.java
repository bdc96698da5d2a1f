package dev.backfill.ui;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.settings.Folders;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.part.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/** The window. */
public final class BackfillApp extends Application {
  private RunService service;
  private RunFiles files;

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
    var folders = Folders.ofUser();
    files = new RunFiles(folders.runs(), folders.log(), model, Platform::runLater);
    service = new RunService(clouds(), files, model, Platform::runLater);
    stage.setScene(
        Window.of(model, service, files, url -> getHostServices().showDocument(url)).scene());
    stage.setTitle(Texts.of("app.name"));
    stage.getIcons().addAll(new Image("/icons/app-32.png"), new Image("/icons/app-256.png"));
    stage.show();
    files.look();
  }

  @Override
  public void stop() {
    if (service != null) {
      service.close();
      files.close();
    }
  }

  static String firstPlan() {
    try (var text = BackfillApp.class.getResourceAsStream("first-plan.yaml")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The first plan is missing. Install the program anew.", e);
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
