package dev.backfill.ui;

import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/** A line of the log; what is looked for stands out in it. */
final class LogCell extends ListCell<String> {
  private final Supplier<String> wanted;

  /**
   * Makes a cell.
   *
   * @param wanted what is looked for, in small letters; empty for nothing
   */
  LogCell(Supplier<String> wanted) {
    this.wanted = wanted;
  }

  @Override
  protected void updateItem(String line, boolean empty) {
    super.updateItem(line, empty);
    setText(empty ? null : line);
    var found = empty || line == null || wanted.get().isEmpty() ? -1 : at(line, 0);
    setContentDisplay(found < 0 ? ContentDisplay.TEXT_ONLY : ContentDisplay.GRAPHIC_ONLY);
    setGraphic(found < 0 ? null : marked(line));
  }

  private int at(String line, int from) {
    return line.toLowerCase(Locale.ROOT).indexOf(wanted.get(), from);
  }

  private Node marked(String line) {
    var parts = new ArrayList<Node>();
    var from = 0;
    for (var at = at(line, 0); at >= 0; at = at(line, from)) {
      parts.add(text(line.substring(from, at), "text"));
      from = at + wanted.get().length();
      parts.add(text(line.substring(at, from), "found"));
    }
    parts.add(text(line.substring(from), "text"));
    return new TextFlow(parts.toArray(Node[]::new));
  }

  private static Text text(String part, String style) {
    var text = new Text(part);
    text.getStyleClass().add(style);
    return text;
  }
}
