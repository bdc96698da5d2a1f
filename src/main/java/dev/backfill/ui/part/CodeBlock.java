package dev.backfill.ui.part;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.TextArea;
import javafx.scene.layout.StackPane;

/** A text to read and to copy: SQL, a command, a plan. */
public final class CodeBlock extends StackPane {
  private final TextArea text = new TextArea();

  public CodeBlock() {
    getStyleClass().add("code-block");
    text.setEditable(false);
    text.getStyleClass().add("code");
    text.setWrapText(false);
    var copy = Clip.button(Texts.of("copy"), text::getText);
    setAlignment(copy, Pos.TOP_RIGHT);
    setMargin(copy, new Insets(8, 16, 0, 0));
    getChildren().addAll(text, copy);
  }

  /** Shows a text; the block is as high as its lines, up to a number of them. */
  public void show(String content, int mostLines) {
    var stripped = content.stripTrailing();
    // A text that is set again loses its selection and its place.
    if (!stripped.equals(text.getText())) {
      text.setText(stripped);
    }
    var lines = (int) text.getText().lines().count();
    // One more for the scroll bar under long lines.
    text.setPrefRowCount(Math.max(2, Math.min(lines + 1, mostLines)));
  }

  /** What a screen reader calls it. */
  public void name(String name) {
    text.setAccessibleText(name);
  }
}
