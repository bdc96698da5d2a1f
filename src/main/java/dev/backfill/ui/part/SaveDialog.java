package dev.backfill.ui.part;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.stage.FileChooser;

/** The desktop's own dialog for where a file goes. */
public final class SaveDialog {
  private SaveDialog() {}

  /**
   * Asks where a file goes.
   *
   * @param from in the window that the dialog belongs to
   * @param title what is saved
   * @param name the file name that is offered
   * @param then is told the file; not, when the operator goes back
   */
  public static void ask(Node from, String title, String name, Consumer<Path> then) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(name);
    Optional.ofNullable(chooser.showSaveDialog(from.getScene().getWindow()))
        .ifPresent(file -> then.accept(file.toPath()));
  }
}
