package dev.backfill.ui.part;

import dev.backfill.ui.model.Texts;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** A text to read and to copy: SQL, a command, a plan. */
public final class CodeBlock extends HBox {
  // Of 8 pixels in 1100, less the list of pages, the margins and the button.
  private static final int CHARACTERS = 96;

  private final TextArea text = new TextArea();

  public CodeBlock() {
    getStyleClass().add("code-block");
    text.setEditable(false);
    text.getStyleClass().add("code");
    // What is cut is not read, and a long command's end says what it acts on.
    text.setWrapText(true);
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    text.setMinWidth(0);
    // Beside the text: over it, it hides the end of a line.
    getChildren().addAll(text, Clip.button(Texts.of("copy"), text::getText));
  }

  /** Shows a text; the block is as high as its lines, up to a number of them. */
  public void show(String content, int mostLines) {
    var stripped = content.stripTrailing();
    // A text that is set again loses its selection and its place.
    if (!stripped.equals(text.getText())) {
      text.setText(stripped);
    }
    var rows = wrapped(stripped, width());
    text.setPrefRowCount((int) Math.max(2, Math.min(rows, mostLines)));
  }

  /** How many characters a row takes: as wide as it is shown, or in the least of windows. */
  private int width() {
    return text.getWidth() > 0 ? (int) Math.max(20, (text.getWidth() - 40) / 8) : CHARACTERS;
  }

  /** How many rows some lines take, about, with so many characters a row. */
  static long wrapped(String content, int characters) {
    return content.lines().mapToLong(line -> rows(line.length(), characters)).sum();
  }

  /** A line is broken between words where it may be, and so takes a row more than its letters. */
  private static long rows(int length, int characters) {
    return length <= characters ? 1 : 2 + (length - 1) / characters;
  }

  /** What a screen reader calls it. */
  public void name(String name) {
    text.setAccessibleText(name);
  }
}
