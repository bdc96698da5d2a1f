package dev.backfill.ui.part;

import static java.util.stream.Collectors.joining;

import dev.backfill.ui.model.Changing;
import dev.backfill.ui.model.Texts;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** Columns of a table: texts, numbers, states. */
public final class TableColumns {
  /** Stands where a number is not known. */
  public static final String UNKNOWN = "–";

  // And the table's border.
  private static final double SCROLL_BAR = 12;

  private TableColumns() {}

  public static <R> TableColumn<R, String> text(
      String title, double width, Function<R, String> value) {
    var column = new TableColumn<R, String>(title);
    column.setCellValueFactory(row -> value(row.getValue(), value));
    column.setCellFactory(c -> new TextCell<>());
    column.setPrefWidth(width);
    return says(column, value);
  }

  /** What a row says in a column, as it is shown; empty for nothing. */
  static <R> String said(TableColumn<R, ?> column, R row) {
    @SuppressWarnings("unchecked")
    var said = (Function<R, String>) column.getUserData();
    return said == null ? "" : Optional.ofNullable(said.apply(row)).orElse("");
  }

  private static <R, V> TableColumn<R, V> says(TableColumn<R, V> column, Function<R, String> said) {
    column.setUserData(said);
    return column;
  }

  /** Long names, shortened at the front: their ends tell them apart. The tooltip has all of it. */
  public static <R> TableColumn<R, String> name(
      String title, double width, Function<R, String> value) {
    var column = text(title, width, value);
    column.getStyleClass().add("name");
    return column;
  }

  /** Names that must not be cut: they are wrapped, and the row is as high as they need. */
  public static <R> TableColumn<R, String> whole(
      String title, double width, Function<R, String> value) {
    var column = text(title, width, value);
    column.setCellFactory(c -> new WholeCell<>());
    return column;
  }

  /** Numbers stand right; null is an unknown one, sorted first. */
  public static <R, N extends Number & Comparable<N>> TableColumn<R, N> number(
      String title, double width, Function<R, N> value, Function<N, String> format) {
    var column = new TableColumn<R, N>(title);
    column.setCellValueFactory(row -> value(row.getValue(), value));
    column.setComparator(Comparator.nullsFirst(Comparator.naturalOrder()));
    column.setCellFactory(c -> new NumberCell<>(format));
    column.getStyleClass().add("number");
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 60));
    return says(column, row -> Optional.ofNullable(value.apply(row)).map(format).orElse(UNKNOWN));
  }

  /** Moments in UTC with their age; null is an unknown one, sorted first. */
  public static <R> TableColumn<R, Instant> when(
      String title, double width, Function<R, Instant> value, Clock clock) {
    var column = new TableColumn<R, Instant>(title);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
    column.setComparator(Comparator.nullsFirst(Comparator.naturalOrder()));
    column.setCellFactory(c -> new WhenCell<>(clock));
    column.setPrefWidth(width);
    return says(
        column,
        row ->
            Optional.ofNullable(value.apply(row))
                .map(then -> Spans.when(then, clock.instant()))
                .orElse(UNKNOWN));
  }

  /** A state or a verdict, whose words are the texts of {@code keys.constant}. */
  public static <R, S extends Enum<S>> TableColumn<R, S> state(
      String title, String keys, Function<R, S> value) {
    var column = new TableColumn<R, S>(title);
    column.setCellValueFactory(row -> value(row.getValue(), value));
    column.setCellFactory(c -> new StateCell<>(keys));
    column.setPrefWidth(112);
    column.setMinWidth(112);
    return says(
        column,
        row ->
            Optional.ofNullable(value.apply(row))
                .map(one -> Texts.of(keys + "." + Texts.word(one)))
                .orElse(""));
  }

  /**
   * Lets a column take what the others leave of the table's width, and never less than it was made
   * with.
   *
   * @param beyond columns that may stand beyond the table's edge, to be scrolled to
   */
  public static <R> void fill(
      TableView<R> table, TableColumn<R, ?> column, List<TableColumn<R, ?>> beyond) {
    var least = column.getPrefWidth();
    InvalidationListener fit =
        change -> {
          var others =
              table.getVisibleLeafColumns().stream()
                  .filter(other -> other != column && !beyond.contains(other))
                  // A cell takes whole pixels.
                  .mapToDouble(other -> Math.ceil(other.getWidth()))
                  .sum();
          var left = Math.floor(table.getWidth() - others - SCROLL_BAR);
          column.setPrefWidth(Math.max(least, left));
        };
    table.widthProperty().addListener(fit);
    table.getVisibleLeafColumns().addListener(fit);
    var followed = new HashSet<TableColumn<R, ?>>();
    InvalidationListener follow =
        change ->
            table.getColumns().stream()
                .filter(other -> other != column && followed.add(other))
                .forEach(other -> other.widthProperty().addListener(fit));
    table.getColumns().addListener(follow);
    follow.invalidated(table.getColumns());
  }

  private static <R, V> ObservableValue<V> value(R row, Function<R, V> value) {
    return row instanceof Changing changing
        ? changing.version().map(version -> value.apply(row))
        : new ReadOnlyObjectWrapper<>(value.apply(row));
  }

  private static final class TextCell<R> extends TableCell<R, String> {
    TextCell() {
      // Made when it is looked at: most cells of a table of thousands never are.
      setOnMouseEntered(event -> setTooltip(getText() == null ? null : new Tooltip(getText())));
    }

    @Override
    protected void updateItem(String name, boolean empty) {
      super.updateItem(name, empty);
      setText(empty ? null : name);
    }
  }

  private static final class WholeCell<R> extends TableCell<R, String> {
    private static final double MARGINS = 16;
    private static final Pattern PART =
        Pattern.compile("[a-z0-9-]:(?=[a-z])|[a-z0-9_]\\.(?=[a-z])");

    private final Text text = new Text();
    private double wrapped;
    private Font font;

    WholeCell() {
      text.getStyleClass().add("text");
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    @Override
    protected void updateItem(String name, boolean empty) {
      super.updateItem(name, empty);
      setText(empty ? null : name);
      text.setText(empty ? "" : name);
      wrapped = 0;
      setGraphic(empty ? null : text);
    }

    /**
     * Wraps the name to the cell's width. One that has no room on a line is broken after its
     * project, or else its dataset, and within a table's name only where that has none either.
     */
    private void wrap(double width) {
      var room = Math.max(40, width - MARGINS);
      // A row asks for its height several times in a frame, and each line is measured.
      if (room == wrapped && text.getFont().equals(font)) {
        return;
      }
      wrapped = room;
      font = text.getFont();
      text.setText(
          getText() == null
              ? ""
              : getText().lines().map(line -> broken(line, room)).collect(joining("\n")));
      text.setWrappingWidth(room);
    }

    private String broken(String line, double room) {
      text.setWrappingWidth(0);
      text.setText(line);
      return text.getLayoutBounds().getWidth() > room
          ? PART.matcher(line).replaceFirst("$0\n")
          : line;
    }

    @Override
    protected double computePrefHeight(double width) {
      wrap(getTableColumn().getWidth());
      return text.getLayoutBounds().getHeight() + 2 * 6;
    }

    @Override
    protected void layoutChildren() {
      wrap(getWidth());
      super.layoutChildren();
    }
  }

  private static final class WhenCell<R> extends TableCell<R, Instant> {
    private final Clock clock;

    WhenCell(Clock clock) {
      this.clock = clock;
    }

    @Override
    protected void updateItem(Instant then, boolean empty) {
      super.updateItem(then, empty);
      if (empty || then == null) {
        Ages.drop(this, empty ? null : UNKNOWN);
      } else {
        Ages.keep(this, () -> Spans.when(then, clock.instant()));
      }
    }
  }

  private static final class NumberCell<R, N extends Number> extends TableCell<R, N> {
    private final Function<N, String> format;

    NumberCell(Function<N, String> format) {
      this.format = format;
    }

    @Override
    protected void updateItem(N number, boolean empty) {
      super.updateItem(number, empty);
      setText(empty ? null : number == null ? UNKNOWN : format.apply(number));
    }
  }
}
