package dev.backfill.ui;

import atlantafx.base.theme.PrimerLight;
import dev.backfill.cloud.CloudKind;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

/** The window. */
public final class BackfillApp extends Application {
  /** Before the address of a sandbox that is served elsewhere. */
  public static final String ENDPOINT = "--endpoint";

  private final RunModel model = new RunModel();
  private final Path kept = Folders.ofUser().data().resolve("window.properties");
  private WindowSettings settings = WindowSettings.NONE;
  private RunService service;
  private RunFiles files;
  private Background background;
  private final OwnThread notices = new OwnThread("notice");
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
    // On a smaller screen nothing of it may lie outside.
    var room = room(Screen.getPrimary());
    stage.setMinWidth(Math.min(Window.LEAST_WIDTH, room.width()));
    stage.setMinHeight(Math.min(Window.LEAST_HEIGHT, room.height()));
    stage.setOnCloseRequest(this::closing);
    restore();
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
    files.look();
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
      files.keep(settings(), kept);
      files.close();
    }
  }

  /** Says what goes on in the cloud without the window, and lets the operator stay. */
  private void closing(WindowEvent event) {
    if (model.running().get()) {
      event.consume();
      model
          .ask()
          .set(
              new WindowQuestion(
                  "close", Texts.of(whatGoesOn()), false, reason -> Platform.exit()));
    }
  }

  private String whatGoesOn() {
    return CloudKind.isSandbox(model.cloud().get()) ? "close.sandbox" : "close.google";
  }

  private void restore() {
    var place = settings.place().flatMap(BackfillApp::onScreen).orElseGet(BackfillApp::firstPlace);
    put(place);
    // A window manager may show it at its least size all the same.
    stage.setOnShown(event -> Platform.runLater(() -> put(place)));
    stage.setMaximized(settings.maximized());
    Arrays.stream(Theme.values())
        .filter(theme -> Texts.word(theme).equals(settings.theme()))
        .filter(Theme.offered()::contains)
        .findFirst()
        .ifPresent(theme -> theme.show(stage.getScene()));
  }

  private void put(WindowSettings.Place place) {
    stage.setX(place.x());
    stage.setY(place.y());
    stage.setWidth(place.width());
    stage.setHeight(place.height());
  }

  /** What is left of a place on today's screens; empty when its screen is gone. */
  private static Optional<WindowSettings.Place> onScreen(WindowSettings.Place place) {
    return Screen.getScreensForRectangle(place.x(), place.y(), place.width(), place.height())
        .stream()
        .findFirst()
        .map(screen -> place.within(room(screen)));
  }

  private static WindowSettings.Place firstPlace() {
    return room(Screen.getPrimary()).middle(Window.WIDTH, Window.HEIGHT);
  }

  /** The part of a screen that no task bar takes. */
  private static WindowSettings.Place room(Screen screen) {
    // Before a window manager told what its bars take, JavaFX has no room at all.
    var seen = screen.getVisualBounds();
    var room = seen.getWidth() < Window.NO_ROOM ? screen.getBounds() : seen;
    return new WindowSettings.Place(
        room.getMinX(), room.getMinY(), room.getWidth(), room.getHeight());
  }

  private WindowSettings settings() {
    var place =
        stage.isMaximized()
            ? settings.place()
            : Optional.of(
                new WindowSettings.Place(
                    stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()));
    return new WindowSettings(place, stage.isMaximized(), Texts.word(Theme.shown().get()));
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
