package dev.backfill.ui.part;

import java.util.List;
import java.util.function.Function;
import javafx.scene.control.TableView;

/** Sets a table's rows so that only those that changed are drawn anew and the selection stays. */
public final class Rows {
  private Rows() {}

  /**
   * Sets the rows of a table without sorting or filter.
   *
   * @param key what a row is about; the same in its older and newer version
   */
  public static <T> void set(TableView<T> table, List<T> rows, Function<T, ?> key) {
    var items = table.getItems();
    var selected = table.getSelectionModel().getSelectedItem();
    while (items.size() > rows.size()) {
      items.remove(items.size() - 1);
    }
    for (var i = 0; i < items.size(); i++) {
      if (!items.get(i).equals(rows.get(i))) {
        items.set(i, rows.get(i));
      }
    }
    items.addAll(rows.subList(items.size(), rows.size()));
    if (selected != null) {
      select(table, key, key.apply(selected));
    }
  }

  private static <T> void select(TableView<T> table, Function<T, ?> key, Object wanted) {
    for (var i = 0; i < table.getItems().size(); i++) {
      if (key.apply(table.getItems().get(i)).equals(wanted)) {
        table.getSelectionModel().clearAndSelect(i);
        return;
      }
    }
  }
}
