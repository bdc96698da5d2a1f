package dev.backfill.ui.part;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.control.TableView;

/** Sets a table's rows so that only those that changed are drawn anew and the selection stays. */
public final class Rows {
  /** Of one row, as the style sheet has it: of equal height, a table need not measure thousands. */
  public static final double HEIGHT = 34;

  /** Of the names of the columns, with the table's border. */
  public static final double HEAD = 44;

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

  /** Selects the first row of a kind and scrolls to it; whether there is one. */
  public static <T> boolean reveal(TableView<T> table, Predicate<T> wanted) {
    var rows = table.getItems();
    for (var i = 0; i < rows.size(); i++) {
      if (wanted.test(rows.get(i))) {
        table.getSelectionModel().select(i);
        scrollTo(table, i);
        return true;
      }
    }
    return false;
  }

  /** Lets what is selected stay in view whenever a table's place changes. */
  public static void keepInView(TableView<?> table) {
    table
        .heightProperty()
        .addListener(
            (p, was, now) -> {
              var selected = table.getSelectionModel().getSelectedIndex();
              if (selected >= 0) {
                // Not before the rows are laid out for the new height.
                Platform.runLater(() -> scrollTo(table, selected));
              }
            });
  }

  /** The one above it stays in view too. */
  private static void scrollTo(TableView<?> table, int row) {
    table.scrollTo(Math.max(0, row - 1));
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
