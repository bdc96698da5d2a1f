package dev.backfill.ui;

import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** Loads pages from FXML with the controllers they name. */
final class Pages {
  static final String PLAN = "plan";

  private final Context context;

  Pages(Context context) {
    this.context = context;
  }

  /** The ids of the steps of the sidebar, in order. */
  static List<String> ids() {
    var ids = new ArrayList<>(List.of(PLAN));
    List.of(StageKind.values()).forEach(kind -> ids.add(kind.id()));
    return ids;
  }

  /** A page with its controller. */
  record Page(Parent root, Object controller) {}

  Page load(String id) {
    var loader = new FXMLLoader(Pages.class.getResource("/fxml/" + id + ".fxml"), Texts.BUNDLE);
    loader.setControllerFactory(type -> controller(type, id));
    try {
      Parent root = loader.load();
      return new Page(root, loader.getController());
    } catch (IOException e) {
      throw new UncheckedIOException("The page " + id + " is broken. Install the program anew.", e);
    }
  }

  private Object controller(Class<?> type, String id) {
    if (type == ShellController.class) {
      return new ShellController(context, this);
    }
    if (type == PlanController.class) {
      return new PlanController(context);
    }
    if (type == ConfirmController.class) {
      return new ConfirmController(context);
    }
    if (type == DecodeController.class) {
      return new DecodeController(context);
    }
    if (type == ReportController.class) {
      return new ReportController(context);
    }
    return type == CountsController.class
        ? new CountsController(context, StageKind.of(id))
        : new StepsController(context, StageKind.of(id));
  }
}
