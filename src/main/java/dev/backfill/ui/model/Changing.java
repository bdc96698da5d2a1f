package dev.backfill.ui.model;

import javafx.beans.value.ObservableValue;

/**
 * A table's row that changes where it stands: its cells alone are drawn anew. A row replaced by
 * another has every visible row of the table styled and laid out again.
 */
public interface Changing {
  /** Changes whenever a cell of the row may. */
  ObservableValue<?> version();
}
