package dev.backfill.ui.part;

import javafx.scene.control.TableCell;

/** A state or a verdict in a table. */
public final class StateCell<R, S extends Enum<S>> extends TableCell<R, S> {
  private final String keys;
  private final Badge badge = new Badge();

  /** A cell whose words are the texts of {@code keys.constant}. */
  public StateCell(String keys) {
    this.keys = keys;
    getStyleClass().add("badge-cell");
  }

  @Override
  protected void updateItem(S state, boolean empty) {
    super.updateItem(state, empty);
    if (empty || state == null) {
      setGraphic(null);
      setAccessibleText(null);
    } else {
      badge.show(keys, state);
      setGraphic(badge);
      setAccessibleText(badge.getAccessibleText());
    }
  }
}
