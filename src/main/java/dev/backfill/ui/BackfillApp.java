package dev.backfill.ui;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlaybookId;
import dev.backfill.settings.Folders;
import dev.backfill.settings.WindowSettings;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.WindowQuestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.ServiceLoader;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/** The window. */
public final class BackfillApp extends Application {
  /** Before the address of a sandbox that is served elsewhere. */
  public static final String ENDPOINT = "--endpoint";

  // The build lists the classes of a start by one that ends with its first page.
  private static final boolean SHOWN_ONCE = "once".equals(System.getProperty("backfill.shown"));

  private final RunModel model = new RunModel();
  private final Path kept = Folders.ofUser().data().resolve("window.properties");
  private WindowSettings settings = WindowSettings.NONE;
  private RunService service;
  private RunFiles files;
  private Background background;
  private final OwnThread notices = new OwnThread("notice");
  private WindowPlace place;
  private Stage stage;

  /**
   * Opens the window and returns when it is closed; the clouds are a {@link Clouds} that {@link
   * ServiceLoader} finds.
   */
  public static void show(String[] args) {
    launch(BackfillApp.class, args);
  }

  /** Not on the window's thread: the one place where files are read before there is a window. */
  @Override
  public void init() throws IOException {
    settings = WindowSettings.read(kept);
  }

  @Override
  public void start(Stage opened) {
    stage = opened;
    setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
    var opening = WindowOpener.of(stage);
    var folders = Folders.ofUser();
    files = new RunFiles(folders.runs(), folders.log(), model, Platform::runLater);
    service =
        new RunService(
            clouds(getParameters().getRaw()),
            files,
            model,
            Platform::runLater,
            time -> Thread.sleep(time.toMillis()),
            Clock.systemUTC());
    stage.setTitle(Texts.of("app.name"));
    stage.getIcons().addAll(new Image("/icons/app-32.png"), new Image("/icons/app-256.png"));
    stage.setOnCloseRequest(this::closing);
    place = new WindowPlace(stage, settings, changed -> files.keep(changed, kept));
    place.restore();
    opening.show(
        () -> Window.of(model, service, files, url -> getHostServices().showDocument(url)),
        this::shown);
  }

  private void shown(Window window) {
    background = window.background();
    new Notices(
        model,
        stage::isFocused,
        (title, text) -> notices.execute(() -> DesktopNotice.send(title, text)));
    // A theme that follows the desktop follows it on this scene.
    Theme.shown().get().show(window.scene());
    place.watch();
    files.look();
    if (SHOWN_ONCE) {
      Platform.exit();
      return;
    }
    // Reading YAML for the first time takes longer than showing the window.
    background.compute(BackfillApp::checkedFirstPlan, window.plan()::begin);
  }

  @Override
  public void stop() {
    if (service != null) {
      service.close();
      notices.close();
      if (background != null) {
        background.close();
      }
      place.close();
      files.close();
    }
  }

  /** Says what goes on in the cloud without the window, and lets the operator stay. */
  private void closing(WindowEvent event) {
    if (model.running().get()) {
      event.consume();
      model
          .ask()
          .set(new WindowQuestion("close", service.closing(), false, reason -> Platform.exit()));
    }
  }

  static String firstPlan() {
    return firstPlan(PlaybookId.REPLAY);
  }

  /** The plan of a rehearsal of a kind of run. */
  static String firstPlan(PlaybookId playbook) {
    var name =
        switch (playbook) {
          case REPLAY -> "first-plan.yaml";
          case REWRITE -> "first-plan-rewrite.yaml";
          case REPROCESS -> "first-plan-reprocess.yaml";
        };
    try (var text = BackfillApp.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The first plan is missing. Install the program anew.", e);
    }
  }

  /** The first plan, after everything that reads a plan was used once. */
  static String checkedFirstPlan() {
    return new PlanModel(firstPlan()).text().get();
  }

  private static Clouds clouds(List<String> arguments) {
    var clouds = ServiceLoader.load(Clouds.class).findFirst().orElse(BackfillApp::none);
    return arguments.size() == 2 && arguments.get(0).equals(ENDPOINT)
        ? clouds.withSandboxAt(arguments.get(1))
        : clouds;
  }

  private static Clouds.Opened none(Clouds.Place place, Plan plan) {
    throw new IllegalStateException(
        "This build has no cloud to work on. Install a complete one, for " + plan.name() + ".");
  }
}
