package dev.backfill.ui;

import dev.backfill.run.Playbook;
import dev.backfill.run.Playbooks;
import dev.backfill.run.Stage;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
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

  /** The plan of the open run, which does not change any more; {@link #PLAN} is a draft. */
  static final String RUN_PLAN = "runplan";

  /** A packet that was opened; not a step of a run, so the sidebar does not list it. */
  static final String PACKET = "packet";

  private final PageContext context;
  private final Map<String, Page> loaded = new HashMap<>();

  Pages(PageContext context) {
    this.context = context;
  }

  /** A page of the window's, loaded when it is asked for first; on the window's thread. */
  Page at(String id) {
    // Not computeIfAbsent: the shell asks for its first page while it is loaded itself.
    var page = loaded.get(id);
    if (page == null) {
      page = load(id);
      loaded.put(id, page);
    }
    return page;
  }

  boolean isLoaded(String id) {
    return loaded.containsKey(id);
  }

  /** Takes a page that was made ahead and is bound; on the window's thread. */
  void put(String id, Page page) {
    loaded.put(id, page);
  }

  /** The ids of the pages of the sidebar for runs of a playbook, in order. */
  static List<String> ids(Playbook playbook) {
    var ids = ids();
    ids.add(RUN_PLAN);
    playbook.kinds().forEach(kind -> ids.add(kind.id()));
    return ids;
  }

  /** The same without an open run: there are none of its plan and stages. */
  static List<String> ids() {
    var ids = new ArrayList<>(List.of(HOME, PLAN));
    return ids;
  }

  /** Whether a page shows the open run. */
  static boolean isOfRun(String id) {
    return id.equals(RUN_PLAN) || stage(id).isPresent();
  }

  /**
   * Whether a page may show a run of a playbook: a run of another kind may be opened while the page
   * of a stage that it does not have is on screen.
   */
  static boolean isPageOf(String id, Playbook playbook) {
    return stage(id).map(playbook::has).orElse(true);
  }

  /** The stage that a page is of; empty for the pages before a run. */
  static Optional<StageKind> stage(String id) {
    return Playbooks.ALL.stream()
        .flatMap(playbook -> playbook.kinds().stream())
        .filter(kind -> kind.id().equals(id))
        .findFirst();
  }

  /** A page with its controller; the bound are to be bound before it is shown. */
  record Page(Parent root, Object controller, List<Bindable> bound) {
    void bind() {
      bound.forEach(Bindable::bind);
    }
  }

  /** Loads a page that can be shown; on the window's thread, or before there is a window. */
  Page load(String id) {
    var page = make(id);
    page.bind();
    return page;
  }

  /** Loads a page that follows nothing yet; on any thread. */
  Page make(String id) {
    var loader =
        new FXMLLoader(Pages.class.getResource("/fxml/" + file(id) + ".fxml"), Texts.BUNDLE);
    var controllers = controllers(id);
    var bound = new ArrayList<Bindable>();
    loader.setControllerFactory(
        type -> {
          var controller = controllers.get(type).get();
          if (controller instanceof Bindable binds) {
            bound.add(binds);
          }
          return controller;
        });
    try {
      Parent root = loader.load();
      return new Page(root, loader.getController(), bound);
    } catch (IOException e) {
      throw new UncheckedIOException("The page " + id + " is broken. Install the program anew.", e);
    }
  }

  private static String file(String id) {
    return stage(id).map(kind -> file(Playbooks.any(kind).page())).orElse(id);
  }

  private static String file(Stage.Page page) {
    return switch (page) {
      case STEPS -> "steps";
      case SCOPE -> "scope";
      case JOB -> "decode";
      case COUNTS -> "counts";
      case LANDING -> "finalize";
      case INVENTORY -> "cleanup";
      case REPORT -> "report";
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
        Map.entry(RunPlanController.class, () -> new RunPlanController(context)),
        Map.entry(PreviewController.class, () -> new PreviewController(context)),
        Map.entry(ProjectController.class, () -> new ProjectController(context)),
        Map.entry(StepsController.class, () -> new StepsController(StageKind.of(id))),
        Map.entry(ScopeController.class, () -> new ScopeController(StageKind.of(id))),
        Map.entry(RejectedController.class, RejectedController::new),
        Map.entry(StepController.class, () -> new StepController(context)),
        Map.entry(DecodeController.class, () -> new DecodeController(context, StageKind.of(id))),
        Map.entry(CountsController.class, () -> new CountsController(context, StageKind.of(id))),
        Map.entry(CellController.class, () -> new CellController(context, StageKind.of(id))),
        Map.entry(PacketController.class, () -> new PacketController(context)),
        Map.entry(HandOverController.class, () -> new HandOverController(context)),
        Map.entry(FinalizeController.class, () -> new FinalizeController(context)),
        Map.entry(CleanupController.class, () -> new CleanupController(context)),
        Map.entry(ReportController.class, () -> new ReportController(context)));
  }
}
