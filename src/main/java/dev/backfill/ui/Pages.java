package dev.backfill.ui;

import dev.backfill.plan.Plan;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Following;
import dev.backfill.ui.model.PlanModel;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.part.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** Loads pages from FXML with the controllers they name. */
final class Pages {
  static final String HOME = "home";
  static final String PLAN = "plan";

  /** A packet that was opened; not a step of a run, so the sidebar does not list it. */
  static final String PACKET = "packet";

  private final Context context;

  Pages(Context context) {
    this.context = context;
  }

  /** The ids of the steps of the sidebar, in order. */
  static List<String> ids() {
    var ids = new ArrayList<>(List.of(HOME, PLAN));
    List.of(StageKind.values()).forEach(kind -> ids.add(kind.id()));
    return ids;
  }

  /** The stage that a page is of; empty for the pages before a run. */
  static Optional<StageKind> stage(String id) {
    return List.of(HOME, PLAN, PACKET).contains(id)
        ? Optional.empty()
        : Optional.of(StageKind.of(id));
  }

  /** A page with its controller. */
  record Page(Parent root, Object controller) {}

  Page load(String id) {
    var loader =
        new FXMLLoader(Pages.class.getResource("/fxml/" + file(id) + ".fxml"), Texts.BUNDLE);
    var controllers = controllers(id);
    loader.setControllerFactory(type -> controllers.get(type).get());
    try {
      Parent root = loader.load();
      return new Page(root, loader.getController());
    } catch (IOException e) {
      throw new UncheckedIOException("The page " + id + " is broken. Install the program anew.", e);
    }
  }

  /**
   * Loads each page once, into nothing: what JavaFX does for the first time takes many times as
   * long, and would hold up the window's thread when the operator turns to the page. Not for that
   * thread.
   */
  static void warmUp() {
    var model = new RunModel();
    var nowhere = Path.of("");
    try (var files = new RunFiles(nowhere, nowhere, model, task -> {});
        var service = new RunService(Pages::none, files, model, task -> {}, time -> {})) {
      var following = new Following(model, HOME);
      var context = new Context(model, new PlanModel(""), service, files, following, address -> {});
      var pages = new Pages(context);
      ids().forEach(pages::load);
      List.of("confirm", "ask", "logs").forEach(pages::load);
    }
  }

  private static Clouds.Opened none(Clouds.Place place, Plan plan) {
    throw new IllegalStateException("Nothing is run while pages warm up.");
  }

  private static String file(String id) {
    return switch (id) {
      case "preflight", "mirror", "stage" -> "steps";
      case "validate", "verify" -> "counts";
      default -> id;
    };
  }

  private Map<Class<?>, Supplier<Object>> controllers(String id) {
    return Map.ofEntries(
        Map.entry(ShellController.class, () -> new ShellController(context, this)),
        Map.entry(SidebarController.class, () -> new SidebarController(context)),
        Map.entry(HeaderController.class, () -> new HeaderController(context)),
        Map.entry(LogController.class, () -> new LogController(context)),
        Map.entry(ConfirmController.class, () -> new ConfirmController(context)),
        Map.entry(AskController.class, () -> new AskController(context)),
        Map.entry(HomeController.class, () -> new HomeController(context)),
        Map.entry(PlanController.class, () -> new PlanController(context)),
        Map.entry(PreviewController.class, () -> new PreviewController(context)),
        Map.entry(ProjectController.class, () -> new ProjectController(context)),
        Map.entry(StepsController.class, () -> new StepsController(StageKind.of(id))),
        Map.entry(StepController.class, () -> new StepController(context)),
        Map.entry(DecodeController.class, () -> new DecodeController(context)),
        Map.entry(CountsController.class, () -> new CountsController(context, StageKind.of(id))),
        Map.entry(CellController.class, () -> new CellController(context, StageKind.of(id))),
        Map.entry(PacketController.class, () -> new PacketController(context)),
        Map.entry(HandOverController.class, () -> new HandOverController(context)),
        Map.entry(FinalizeController.class, () -> new FinalizeController(context)),
        Map.entry(CleanupController.class, () -> new CleanupController()),
        Map.entry(ReportController.class, () -> new ReportController(context)));
  }
}
