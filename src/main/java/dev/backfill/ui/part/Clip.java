package dev.backfill.ui.part;

import dev.backfill.ui.model.Texts;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.util.Duration;

/** Copies texts to the clipboard, and says so. */
public final class Clip {
  private static final Duration SAID = Duration.seconds(2);

  private Clip() {}

  public static void copy(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  /** A button that copies what a source gives then. */
  public static Button button(String label, java.util.function.Supplier<String> source) {
    var button = new Button(label, new Icon("copy", 14));
    button.getStyleClass().addAll("small", "copy");
    button.setMinWidth(Button.USE_PREF_SIZE);
    button.setOnAction(
        event -> {
          copy(source.get());
          button.setText(Texts.of("copy.done"));
          var back = new PauseTransition(SAID);
          back.setOnFinished(end -> button.setText(label));
          back.play();
        });
    return button;
  }
}
