package dev.backfill.ui;

import dev.backfill.plan.Cell;
import dev.backfill.run.RunView;
import dev.backfill.ui.model.CellChanges.Change;
import dev.backfill.ui.model.MatrixModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.CellGrid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * A grid of document types by days in the place of a table, for plans of several of both. A square
 * that is chosen chooses the table's row, and the other way round; the table stays for the figures.
 */
final class MatrixPane {
  private static final String WAITING = "waiting";

  private final String words;
  private final List<String> looks;
  private final TableView<?> table;
  private final CellGrid grid;
  private final StackPane place = new StackPane();
  private final HBox head = new HBox();
  private final ToggleButton asGrid = new ToggleButton(Texts.of("grid.show"));
  private final ToggleButton asTable = new ToggleButton(Texts.of("grid.table"));
  private final ToggleButton large = new ToggleButton(Texts.of("grid.large"));
  private final FlowPane legend = new FlowPane();
  private final Map<String, Label> entries = new LinkedHashMap<>();
  private final Label reading = new Label(Texts.of("counts.reading"));
  private String run = "";
  private boolean read;
  private MatrixModel model;
  private Consumer<String> choose = cell -> {};
  private Consumer<Boolean> turn = table -> {};

  /**
   * A grid that stands where a table does.
   *
   * @param words the keys of the words of its looks, {@code verdict} for one
   * @param standings every way in which a cell can stand
   * @param table in a box of its own column
   */
  MatrixPane(String words, Enum<?>[] standings, TableView<?> table) {
    this.words = words;
    this.table = table;
    this.looks =
        Stream.concat(Stream.of(WAITING), Stream.of(standings).map(Texts::word))
            .distinct()
            .toList();
    this.grid = new CellGrid(Texts.of("grid.name"), looks);
    var column = (VBox) table.getParent();
    var at = column.getChildren().indexOf(table);
    column.getChildren().remove(table);
    place.setMinHeight(0);
    VBox.setVgrow(place, Priority.ALWAYS);
    column.getChildren().addAll(at, List.of(head(), place));
    grid.whenChosen((row, day) -> choose.accept(model.cell(row, day)));
    reading.getStyleClass().add("muted");
    seen(false);
  }

  private Pane head() {
    var both = new ToggleGroup();
    asGrid.setToggleGroup(both);
    asTable.setToggleGroup(both);
    asGrid.getStyleClass().addAll("small", "left-pill");
    asTable.getStyleClass().addAll("small", "right-pill");
    large.getStyleClass().add("small");
    // One of the two is always chosen.
    both.selectedToggleProperty()
        .addListener(
            (p, was, now) -> {
              if (now == null) {
                was.setSelected(true);
              }
              show();
            });
    asGrid.setSelected(true);
    large.selectedProperty().addListener((p, was, now) -> grid.large(now));
    legend.setHgap(12);
    legend.setVgap(2);
    legend.setMinWidth(0);
    legend.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(legend, Priority.ALWAYS);
    looks.forEach(look -> entries.put(look, entry(look)));
    legend.getChildren().setAll(entries.values());
    head.getStyleClass().add("bar");
    for (var button : List.of(asGrid, asTable, large)) {
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    head.getChildren().addAll(new HBox(asGrid, asTable), large, legend);
    head.managedProperty().bind(head.visibleProperty());
    return head;
  }

  private void seen(boolean matrix) {
    head.setVisible(matrix);
    show();
  }

  /** Only what is seen is in the window: the other is neither styled, laid out nor kept up. */
  private void show() {
    var squares = head.isVisible() && asGrid.isSelected();
    // How cells stand is not known yet: squares would say that all of them wait.
    var shown = squares ? read ? grid : reading : table;
    large.setVisible(shown == grid);
    legend.setVisible(shown == grid);
    if (!place.getChildren().equals(List.of(shown))) {
      place.getChildren().setAll(shown);
      turn.accept(isTable());
      if (shown == grid) {
        grid.renew();
        legend();
      }
    }
  }

  /** Whether the table is in the window, and not the grid. */
  boolean isTable() {
    return place.getChildren().contains(table);
  }

  /** What is done when the table comes (true) into the window, or goes. */
  void whenTurned(Consumer<Boolean> act) {
    turn = act;
  }

  /** What is done with the key of a cell that was chosen. */
  void whenChosen(Consumer<String> act) {
    choose = act;
  }

  /** Shows the table: what is asked for is something that only it shows. */
  void table() {
    asTable.setSelected(true);
  }

  /** Takes a run's plan; the grid is there when that has several types and several days. */
  void plan(RunView view) {
    var name = view.opened().run();
    if (!name.equals(run)) {
      run = name;
      read = false;
      var fits = MatrixModel.fits(view.plan());
      model = fits ? MatrixModel.of(view.plan(), words, WAITING) : null;
      if (fits) {
        large.setSelected(false);
        grid.show(model);
      }
      seen(fits);
    }
  }

  /** Shows how cells stand now; those that are not among them stay as they were. */
  void stand(List<Change> changes) {
    if (model == null) {
      return;
    }
    changes.forEach(one -> model.set(one.cell(), one.standing()));
    var changed = model.changed();
    if (!read) {
      read = true;
      show();
    } else if (!changed.isEmpty() && !isTable()) {
      grid.redraw(changed);
      legend();
    }
  }

  /** Marks the cell that the table has chosen. */
  void mark(Cell cell) {
    if (model != null) {
      model.place(cell).ifPresent(at -> grid.mark(at.row(), at.column()));
    }
  }

  /** The looks that there are, each with its square, its word and its number. */
  private void legend() {
    for (var entry : entries.entrySet()) {
      var many = model.having(entry.getKey());
      var label = entry.getValue();
      label.setManaged(many > 0);
      label.setVisible(many > 0);
      if (many > 0) {
        label.setText(Texts.of("grid.note", many, model.word(entry.getKey())));
      }
    }
  }

  private static Label entry(String look) {
    var square = new Region();
    square.getStyleClass().addAll("cell-square", "cell-" + look);
    var label = new Label("", square);
    label.getStyleClass().add("small-text");
    return label;
  }
}
