package dev.backfill.ui.part;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.TextArea;
import javafx.scene.layout.StackPane;

/** A text to read and to copy: SQL, a command, a plan. */
public final class CodeBlock extends StackPane {
  // Of 13 pixels in 760, less the list of pages and the margins.
  private static final int CHARACTERS = 70;

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
    var lines = text.isWrapText() ? wrapped(text.getText()) : text.getText().lines().count();
    // One more for the scroll bar under long lines.
    text.setPrefRowCount((int) Math.max(2, Math.min(lines + 1, mostLines)));
  }

  /**
   * Wraps long lines: what holds sentences, whose end says what to do, is not scrolled sideways.
   */
  public void wrap() {
    text.setWrapText(true);
  }

  /** How many rows some lines take, about, in the least width of a window. */
  static long wrapped(String content) {
    return content.lines().mapToLong(line -> 1 + line.length() / CHARACTERS).sum();
  }

  /** What a screen reader calls it. */
  public void name(String name) {
    text.setAccessibleText(name);
  }
}
