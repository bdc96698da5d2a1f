package dev.backfill.ui;

import dev.backfill.ui.model.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.WindowEvent;

/**
 * The bar at the top of a Mac's screen, which does what the window's buttons and keys do. The
 * application's own menu is JavaFX's: Hide, Hide Others, Show All, and Quit, by which the window is
 * asked as by its close button.
 *
 * <p>Keys that a page or a field takes itself have no shortcut here: a Mac might hand them to both.
 */
final class SystemMenu {
  private final List<MenuItem> items = new ArrayList<>();
  private final ObservableValue<Scene> scene;

  /**
   * @param scene the window's, with what its keys are meant for
   */
  SystemMenu(ObservableValue<Scene> scene) {
    this.scene = scene;
  }

  /**
   * The bar; none of it can be chosen while a question waits.
   *
   * @param acts what begins a backfill, opens a file, shows the log and turns the pages
   * @param ofRun buttons of the run that is open
   * @param asked whether a question is on screen
   */
  MenuBar bar(Acts acts, List<Button> ofRun, ObservableValue<Boolean> asked) {
    var bar =
        new MenuBar(
            new Menu(
                Texts.of("menu.file"),
                null,
                item("menu.file.new", acts.fresh(), KeyCode.N),
                item("menu.file.open", acts.open(), KeyCode.O),
                new SeparatorMenuItem(),
                item("menu.file.close", this::close, KeyCode.W)),
            new Menu(
                Texts.of("menu.edit"),
                null,
                key("menu.edit.undo", KeyCode.Z, false),
                key("menu.edit.redo", KeyCode.Z, true),
                new SeparatorMenuItem(),
                key("menu.edit.cut", KeyCode.X, false),
                key("menu.edit.copy", KeyCode.C, false),
                key("menu.edit.paste", KeyCode.V, false),
                key("menu.edit.all", KeyCode.A, false)),
            new Menu(
                Texts.of("menu.view"),
                null,
                item("menu.view.log", acts.log()),
                item("menu.view.next", acts.next()),
                item("menu.view.previous", acts.previous())),
            run(ofRun),
            new Menu(Texts.of("menu.help"), null, item("menu.help.about", this::about)));
    bar.setUseSystemMenuBar(true);
    items.forEach(item -> item.disableProperty().bind(asked.map(now -> now)));
    return bar;
  }

  /** What the bar's items do. */
  record Acts(Runnable fresh, Runnable open, Runnable log, Runnable next, Runnable previous) {}

  private MenuItem item(String text, Runnable act) {
    var item = new MenuItem(Texts.of(text));
    item.setId(text.replace('.', '-'));
    item.setOnAction(event -> act.run());
    items.add(item);
    return item;
  }

  private MenuItem item(String text, Runnable act, KeyCode key) {
    var item = item(text, act);
    item.setAccelerator(new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN));
    return item;
  }

  /** Presses a key where the keyboard is: each control knows its own. */
  private MenuItem key(String text, KeyCode code, boolean shift) {
    return item(
        text,
        () -> {
          var focused = scene.getValue().getFocusOwner();
          if (focused != null) {
            Event.fireEvent(focused, pressed(code, shift));
          }
        });
  }

  /** With the system's own key for shortcuts, whichever that is. */
  private static KeyEvent pressed(KeyCode code, boolean shift) {
    var command = pressed(code, shift, true);
    var shortcut =
        new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_ANY);
    return shortcut.match(command) ? command : pressed(code, shift, false);
  }

  private static KeyEvent pressed(KeyCode code, boolean shift, boolean command) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, !command, false, command);
  }

  /** Buttons that are hidden cannot be pressed, by the menu neither. */
  private static Menu run(List<Button> buttons) {
    var menu = new Menu(Texts.of("menu.run"));
    for (var button : buttons) {
      var item = new MenuItem(button.getText().replace("_", ""));
      item.setId("menu-" + button.getId());
      item.setOnAction(event -> button.fire());
      item.disableProperty().bind(button.disabledProperty().or(button.visibleProperty().not()));
      menu.getItems().add(item);
    }
    return menu;
  }

  /** As the window's close button does: what goes on is asked about first. */
  private void close() {
    var window = scene.getValue().getWindow();
    Event.fireEvent(window, new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
  }

  private void about() {
    var version = SystemMenu.class.getPackage().getImplementationVersion();
    var about = new Alert(Alert.AlertType.INFORMATION);
    about.initOwner(scene.getValue().getWindow());
    about.setTitle(Texts.of("menu.help.about"));
    about.setHeaderText(Texts.of("about.version", version == null ? "" : version).strip());
    about.setContentText(
        Texts.of(
            "about.with",
            System.getProperty("java.version"),
            System.getProperty("javafx.version", "")));
    Theme.dress(about.getDialogPane().getScene());
    about.show();
  }
}
