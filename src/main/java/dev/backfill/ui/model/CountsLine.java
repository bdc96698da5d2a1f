package dev.backfill.ui.model;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;

/** A cell's place in the counts table; it stays when the cell is counted anew. */
public final class CountsLine implements Changing {
  private final ObjectProperty<CountsRow> row;

  CountsLine(CountsRow row) {
    this.row = new SimpleObjectProperty<>(row);
  }

  /** The newest counts. */
  public CountsRow row() {
    return row.get();
  }

  @Override
  public ObservableValue<CountsRow> version() {
    return row;
  }

  void renew(CountsRow counted) {
    row.set(counted);
  }
}
