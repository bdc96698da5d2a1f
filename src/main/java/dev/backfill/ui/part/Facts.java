package dev.backfill.ui.part;

import java.util.function.Supplier;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Names and values in two columns. */
public final class Facts extends GridPane {
  public Facts() {
    getStyleClass().add("facts");
    var names = new ColumnConstraints();
    names.setMinWidth(USE_PREF_SIZE);
    var values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    getColumnConstraints().setAll(names, values);
  }

  /** Forgets every row. */
  public void clear() {
    getChildren().clear();
  }

  public void add(String name, String value) {
    add(name, new Label(value));
  }

  /** The same with a value that tells an age. */
  public void add(String name, Supplier<String> value) {
    var text = new Label();
    Ages.keep(text, value);
    add(name, text);
  }

  private void add(String name, Label text) {
    var key = new Label(name);
    key.getStyleClass().add("muted");
    text.setWrapText(true);
    // All of it, when the page is short of room: the table below gives way.
    text.setMinHeight(USE_PREF_SIZE);
    addRow(getRowCount(), key, text);
  }

  /** The same with a part of the window in the value's place. */
  public void add(String name, Region value) {
    var key = new Label(name);
    key.getStyleClass().add("muted");
    GridPane.setValignment(key, VPos.TOP);
    value.setMinHeight(USE_PREF_SIZE);
    addRow(getRowCount(), key, value);
  }
}
