package dev.backfill.ui.part;

import dev.backfill.ui.model.KeyNames;
import dev.backfill.ui.model.Texts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** Sets a table's rows so that only those that changed are drawn anew and the selection stays. */
public final class TableRows {
  /** Of one row, as the style sheet has it: of equal height, a table need not measure thousands. */
  public static final double HEIGHT = 34;

  /** Of the names of the columns, with the table's border. */
  public static final double HEAD = 44;

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private TableRows() {}

  /**
   * Sets the rows of a table without sorting or filter.
   *
   * @param key what a row is about; the same in its older and newer version
   */
  public static <T> void set(TableView<T> table, List<T> rows, Function<T, ?> key) {
    var items = table.getItems();
    var selected =
        table.getSelectionModel().getSelectedItems().stream()
            .filter(Objects::nonNull)
            .map(key)
            .collect(Collectors.toCollection(LinkedHashSet<Object>::new));
    while (items.size() > rows.size()) {
      items.remove(items.size() - 1);
    }
    for (var i = 0; i < items.size(); i++) {
      if (!items.get(i).equals(rows.get(i))) {
        items.set(i, rows.get(i));
      }
    }
    items.addAll(rows.subList(items.size(), rows.size()));
    if (!selected.isEmpty()) {
      select(table, key, selected);
    }
  }

  /** Lets rows be selected together, and copied as text. */
  public static <R> void copySeveral(TableView<R> table) {
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    copy(table);
  }

  /** Lets the selected row be copied as text, by the desktop's own keys or a menu. */
  public static <R> void copy(TableView<R> table) {
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        key -> {
          if (COPY.match(key) && !table.getSelectionModel().isEmpty()) {
            Clip.copy(copied(table));
            key.consume();
          }
        });
    var item = new MenuItem(Texts.of("rows.copy", KeyNames.HERE.shortcut("C")));
    item.setOnAction(event -> Clip.copy(copied(table)));
    table.setContextMenu(new ContextMenu(item));
  }

  /** The selected rows as they are shown: a line each, with tabs between the columns. */
  static <R> String copied(TableView<R> table) {
    return table.getSelectionModel().getSelectedIndices().stream()
        .sorted()
        .map(
            row ->
                table.getVisibleLeafColumns().stream()
                    .map(column -> TableColumns.said(column, table.getItems().get(row)))
                    .map(text -> text.replaceAll("\\s*[\\t\\n\\r]\\s*", " "))
                    .collect(Collectors.joining("\t")))
        .collect(Collectors.joining("\n"));
  }

  /** Selects the first row of a kind and scrolls to it; whether there is one. */
  public static <T> boolean reveal(TableView<T> table, Predicate<T> wanted) {
    var rows = table.getItems();
    for (var i = 0; i < rows.size(); i++) {
      if (wanted.test(rows.get(i))) {
        reveal(table, i);
        return true;
      }
    }
    return false;
  }

  /** Selects a row and scrolls to it. */
  public static void reveal(TableView<?> table, int row) {
    table.getSelectionModel().clearAndSelect(row);
    scrollTo(table, row);
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

  private static <T> void select(TableView<T> table, Function<T, ?> key, Set<Object> wanted) {
    var selection = table.getSelectionModel();
    var found =
        IntStream.range(0, table.getItems().size())
            .filter(i -> wanted.contains(key.apply(table.getItems().get(i))))
            .toArray();
    if (found.length == 1) {
      selection.clearAndSelect(found[0]);
    } else if (found.length > 1) {
      selection.clearSelection();
      selection.selectIndices(found[0], found);
    }
  }
}
