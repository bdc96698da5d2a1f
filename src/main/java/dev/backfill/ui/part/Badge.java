package dev.backfill.ui.part;

import dev.backfill.ui.model.Texts;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** A state or a verdict as symbol, word and color, so that none of them is needed alone. */
public final class Badge extends HBox {
  private final Icon icon = new Icon("waiting", 14);
  private final Label word = new Label();
  private String look = "";

  public Badge() {
    getStyleClass().add("badge");
    setAlignment(Pos.CENTER_LEFT);
    // A text on a node without a role is not read aloud.
    setAccessibleRole(AccessibleRole.TEXT);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    word.setMinWidth(USE_PREF_SIZE);
    // A style may hide the word where there is no room; it still is what is read aloud.
    word.managedProperty().bind(word.visibleProperty());
    getChildren().addAll(icon, word);
  }

  /** Shows a constant; its word is the text of {@code keys.constant}. */
  public void show(String keys, Enum<?> state) {
    var name = Texts.word(state);
    showText(name, Texts.of(keys + "." + name));
  }

  /** Shows a text in the look of a state. */
  public void showText(String name, String text) {
    word.setText(text);
    setAccessibleText(text);
    // Another style class, even the same one again, has the whole badge styled anew.
    if (!name.equals(look)) {
      look = name;
      icon.show(icon(name));
      getStyleClass().removeIf(style -> style.startsWith("state-"));
      getStyleClass().add("state-" + name);
    }
  }

  /** The drawing that stands for a state. */
  static String icon(String state) {
    return switch (state) {
      case "pass" -> "done";
      case "fail", "error", "left" -> "failed";
      case "gone" -> "done";
      case "listed", "stays", "again" -> "waiting";
      case "left_out" -> "skipped";
      case "place" -> "info";
      case "basic", "detailed", "debug" -> "info";
      default -> state;
    };
  }
}
