package dev.backfill.ui;

import dev.backfill.run.State;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.Parent;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;

/**
 * A table out of sight with a column of every kind. Its rows are made by the code that makes those
 * of every page, which is several times slower until it has run a few hundred times.
 */
final class TableWarmUp {
  private static final double WIDTH = 600;
  private static final int MOST_ROWS = 16;

  private final TableView<Integer> table = new TableView<>();
  private final Deque<TableColumn<Integer, ?>> columns =
      new ArrayDeque<>(
          List.of(
              TableColumns.text("", 90, Object::toString),
              TableColumns.name("", 90, Object::toString),
              TableColumns.whole("", 90, Object::toString),
              TableColumns.<Integer, Long>number("", 90, Integer::longValue, Texts::number),
              TableColumns.when("", 90, Instant::ofEpochSecond, Clock.systemUTC()),
              TableColumns.state("", "state", row -> State.values()[row % 3])));

  TableWarmUp() {
    table.getItems().add(0);
  }

  Parent root() {
    return table;
  }

  /** Whether there is more to practise. */
  boolean isDone() {
    return table.getItems().size() >= MOST_ROWS;
  }

  /** Adds a column, or as many rows as there are, and draws a table of that height. */
  void next(Region place) {
    if (!columns.isEmpty()) {
      table.getColumns().add(columns.pop());
    } else {
      table.getItems().addAll(IntStream.range(0, table.getItems().size()).boxed().toList());
    }
    place.resize(WIDTH, TableRows.HEAD + TableRows.HEIGHT * table.getItems().size());
    place.layout();
  }
}
