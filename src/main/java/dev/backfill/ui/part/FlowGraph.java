package dev.backfill.ui.part;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Insets;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.CubicCurve;
import javafx.scene.shape.Polygon;

/**
 * Boxes in columns from left to right, each column centred, with arrows between them. The arrow
 * keys go from box to box; what is read aloud is the box that they are at.
 */
public final class FlowGraph extends Region {
  // Between two columns: the least in which an arrow can bend.
  private static final double LEAST_GAP = 18;
  private static final double ROW_GAP = 8;
  private static final double WIDEST = 168;
  private static final double HEAD = 6;

  private final List<List<FlowBox>> columns;
  private final List<Edge> edges = new ArrayList<>();
  private final List<FlowBox> boxes;
  private final String name;
  private int at = -1;

  private record Edge(FlowBox from, FlowBox to, CubicCurve line, Polygon head) {}

  /**
   * A graph without arrows.
   *
   * @param name what it is, read aloud before the box
   * @param columns from left to right, each from top to bottom
   */
  public FlowGraph(String name, List<List<FlowBox>> columns) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.boxes = columns.stream().flatMap(List::stream).toList();
    getStyleClass().add("flow-graph");
    getChildren().addAll(boxes);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT);
    setAccessibleText(name);
    addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
    setOnMousePressed(event -> requestFocus());
    focusedProperty().addListener((p, was, now) -> mark(now ? Math.max(0, at) : -1));
    boxes.forEach(box -> box.accessibleTextProperty().addListener((p, was, now) -> say()));
  }

  /** Draws an arrow from one box to another. */
  public FlowGraph arrow(FlowBox from, FlowBox to) {
    var line = new CubicCurve();
    line.getStyleClass().add("flow-arrow");
    line.setManaged(false);
    var head = new Polygon(0, 0, -HEAD, -HEAD / 2, -HEAD, HEAD / 2);
    head.getStyleClass().add("flow-head-of-arrow");
    head.setManaged(false);
    edges.add(new Edge(from, to, line, head));
    getChildren().add(0, line);
    getChildren().add(head);
    return this;
  }

  private void walk(KeyEvent event) {
    var step =
        event.getCode() == KeyCode.RIGHT || event.getCode() == KeyCode.DOWN
            ? 1
            : event.getCode() == KeyCode.LEFT || event.getCode() == KeyCode.UP ? -1 : 0;
    if (step != 0) {
      mark(Math.max(0, Math.min(boxes.size() - 1, at + step)));
      event.consume();
    }
  }

  private void mark(int box) {
    for (var i = 0; i < boxes.size(); i++) {
      boxes.get(i).getStyleClass().remove("flow-at");
      if (i == box) {
        boxes.get(i).getStyleClass().add("flow-at");
      }
    }
    at = box < 0 ? at : box;
    say();
  }

  private void say() {
    var text = at < 0 ? name : name + ". " + boxes.get(at).getAccessibleText();
    if (!text.equals(getAccessibleText())) {
      setAccessibleText(text);
      notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }
  }

  @Override
  protected void layoutChildren() {
    var inside = getInsets();
    var space = getWidth() - inside.getLeft() - inside.getRight();
    var n = columns.size();
    var width = Math.floor(Math.min(WIDEST, (space - LEAST_GAP * (n - 1)) / n));
    // What boxes leave goes to the arrows.
    var gap = Math.max(LEAST_GAP, (space - width * n) / Math.max(1, n - 1));
    var height = tallest(width);
    for (var i = 0; i < n; i++) {
      place(
          columns.get(i), inside, Math.round(inside.getLeft() + i * (width + gap)), width, height);
    }
    edges.forEach(FlowGraph::bend);
  }

  private static void place(
      List<FlowBox> column, Insets inside, double left, double width, double height) {
    var top = inside.getTop() + (height - high(column, width)) / 2;
    for (var box : column) {
      var each = box.prefHeight(width);
      box.resizeRelocate(left, Math.round(top), width, each);
      top += each + ROW_GAP;
    }
  }

  private static void bend(Edge edge) {
    var fromX = edge.from().getLayoutX() + edge.from().getWidth();
    var fromY = edge.from().getLayoutY() + edge.from().getHeight() / 2;
    var toX = edge.to().getLayoutX() - 2;
    var toY = edge.to().getLayoutY() + edge.to().getHeight() / 2;
    var middle = (fromX + toX - HEAD) / 2;
    var line = edge.line();
    line.setStartX(fromX);
    line.setStartY(fromY);
    line.setControlX1(middle);
    line.setControlY1(fromY);
    line.setControlX2(middle);
    line.setControlY2(toY);
    line.setEndX(toX - HEAD);
    line.setEndY(toY);
    edge.head().setLayoutX(toX);
    edge.head().setLayoutY(toY);
  }

  private static double high(List<FlowBox> column, double width) {
    return column.stream().mapToDouble(box -> box.prefHeight(width)).sum()
        + ROW_GAP * (column.size() - 1);
  }

  private double tallest(double width) {
    return columns.stream().mapToDouble(column -> high(column, width)).max().orElse(0);
  }

  @Override
  protected double computePrefHeight(double width) {
    return getInsets().getTop() + tallest(-1) + getInsets().getBottom();
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }
}
