package dev.backfill.ui;

import javafx.scene.control.TableCell;

/** A state or a verdict as symbol, word and color. */
final class StateCell<R, S extends Enum<S>> extends TableCell<R, S> {
  private final String keys;

  StateCell(String keys) {
    this.keys = keys;
  }

  @Override
  protected void updateItem(S state, boolean empty) {
    super.updateItem(state, empty);
    setText(empty || state == null ? null : Texts.of(keys + "." + Texts.word(state)));
    Texts.color(this, empty ? null : state);
  }
}
