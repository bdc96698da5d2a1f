package dev.backfill.ui;

import dev.backfill.run.Inspection.Breakdown;
import dev.backfill.run.Inspection.Part;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Histogram;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A day in parts: distinct ids of each table as bars, and the same in a table. */
final class PartsView {
  private static final List<String> ROLES = List.of("pbd", "live", "stable", "backfill");

  // Six columns and a scroll bar.
  private static final double WIDTH = 580;
  private static final double LEAST_CHART = 200;

  private final Breakdown found;

  PartsView(Breakdown found) {
    this.found = found;
  }

  private record Line(String part, Map<String, Part> roles) {
    Long distinct(String role) {
      return roles.containsKey(role) ? roles.get(role).distinct() : null;
    }

    /** Rows with their distinct ids; empty where a table that is there has none. */
    String said(String role) {
      var part = roles.get(role);
      return part == null
          ? TableColumns.UNKNOWN
          : part.rows() == part.distinct()
              ? Texts.number(part.rows())
              : Texts.of("cell.distinct", part.rows(), part.distinct());
    }

    /**
     * Documents of the part that the backfill lacks, or has too many (negative); null where either
     * table is not there: nothing is known then.
     */
    Long lacking(Set<String> there) {
      if (!there.contains("pbd") || !there.contains("backfill")) {
        return null;
      }
      var pbd = distinct("pbd");
      var backfill = distinct("backfill");
      return (pbd == null ? 0 : pbd) - (backfill == null ? 0 : backfill);
    }
  }

  Node root() {
    if (found.parts().isEmpty()) {
      var none = new Label(Texts.of("cell.noparts"));
      none.getStyleClass().add("muted");
      return none;
    }
    var chart = new VBox(4, histogram(), legend());
    chart.setMinWidth(0);
    HBox.setHgrow(chart, Priority.ALWAYS);
    var table = table();
    var both = new HBox(16, chart, table);
    both.setMinWidth(0);
    VBox.setVgrow(both, Priority.ALWAYS);
    // In a narrow window the table says the same.
    var wide = both.widthProperty().greaterThan(WIDTH + LEAST_CHART);
    chart.visibleProperty().bind(wide);
    chart.managedProperty().bind(wide);
    return new VBox(4, about(), both);
  }

  /** What the columns hold, and which tables are not there now. */
  private Label about() {
    var gone = ROLES.stream().filter(role -> !found.sql().containsKey(role)).toList();
    var about =
        new Label(
            gone.isEmpty()
                ? Texts.of("cell.parts")
                : Texts.of("cell.parts.gone", String.join(", ", gone)));
    about.setWrapText(true);
    about.setMinHeight(Label.USE_PREF_SIZE);
    about.getStyleClass().addAll("muted", "small-text");
    return about;
  }

  private Histogram histogram() {
    var numbers = new LinkedHashMap<String, Map<String, Long>>();
    found
        .parts()
        .forEach(
            (part, roles) -> {
              var distinct = new LinkedHashMap<String, Long>();
              roles.forEach((role, one) -> distinct.put(role, one.distinct()));
              numbers.put(part, distinct);
            });
    var histogram = new Histogram();
    histogram.show(numbers, ROLES);
    histogram.setAccessibleText(Texts.of("cell.histogram", numbers.size()));
    VBox.setVgrow(histogram, Priority.ALWAYS);
    return histogram;
  }

  private static FlowPane legend() {
    var legend = new FlowPane(16, 4);
    for (var role : ROLES) {
      var mark = new Region();
      mark.getStyleClass().addAll("bar-of-series", "bar-" + role);
      mark.setMinSize(10, 10);
      mark.setMaxSize(10, 10);
      var name = new Label(role);
      name.getStyleClass().add("small-text");
      name.setMinWidth(Label.USE_PREF_SIZE);
      var entry = new HBox(mark, name);
      entry.getStyleClass().add("bar");
      legend.getChildren().add(entry);
    }
    return legend;
  }

  private TableView<Line> table() {
    var table = new TableView<Line>();
    table.getColumns().add(TableColumns.text(Texts.of("cell.part"), 72, Line::part));
    for (var role : ROLES) {
      var column = TableColumns.<Line>text(role, 98, line -> line.said(role));
      column.getStyleClass().add("number");
      table.getColumns().add(column);
    }
    table
        .getColumns()
        .add(
            TableColumns.<Line, Long>number(
                Texts.of("cell.lacking"),
                98,
                line -> line.lacking(found.sql().keySet()),
                Texts::number));
    table.setMinWidth(WIDTH);
    table.setPrefWidth(WIDTH);
    TableRows.copySeveral(table);
    table.setFixedCellSize(26);
    table.setAccessibleText(Texts.of("cell.histogram", found.parts().size()));
    found.parts().forEach((part, roles) -> table.getItems().add(new Line(part, roles)));
    return table;
  }
}
