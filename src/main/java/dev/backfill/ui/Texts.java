package dev.backfill.ui;

import dev.backfill.run.State;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import javafx.scene.control.Labeled;

/** The window's words. */
final class Texts {
  static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("dev.backfill.ui.messages", Locale.ROOT);

  private Texts() {}

  static String of(String key, Object... values) {
    return MessageFormat.format(BUNDLE.getString(key), values);
  }

  static String state(State state) {
    return of("state." + word(state));
  }

  /** Gives a label the color of a state or a verdict; null takes it away. */
  static void color(Labeled label, Enum<?> state) {
    label.getStyleClass().removeIf(name -> name.startsWith("state-"));
    if (state != null) {
      label.getStyleClass().addAll(List.of("state-" + word(state)));
    }
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
