package dev.backfill.ui;

import java.util.HashMap;
import java.util.Map;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Line;
import javafx.scene.text.Font;

/** The chart's colors, read off nodes that the style sheet colors: the legend's own lines. */
final class ChartPaints {
  private final Map<String, Line> lines = new HashMap<>();
  private final Line grid = new Line();
  private final Label text = new Label();

  ChartPaints() {
    for (var name : WorkerChart.lines()) {
      var line = new Line(0, 0, 28, 0);
      line.getStyleClass().add("chart-line-" + name);
      lines.put(name, line);
    }
    grid.getStyleClass().add("chart-grid");
    text.getStyleClass().add("chart-text");
  }

  /** The legend's line of a name. */
  Line line(String name) {
    return lines.get(name);
  }

  /** Must stand in the scene to be styled; not seen. */
  Node unseen() {
    var group = new Group(grid, text);
    group.setVisible(false);
    group.setManaged(false);
    return group;
  }

  Paint current() {
    return lines.get("current").getStroke();
  }

  Paint target() {
    return lines.get("target").getStroke();
  }

  Paint ghost() {
    return lines.get("ghost").getStroke();
  }

  Paint throughput() {
    return lines.get("throughput").getStroke();
  }

  Paint grid() {
    return grid.getStroke();
  }

  Paint text() {
    return text.getTextFill();
  }

  Font font() {
    return text.getFont();
  }

  void whenChanged(Runnable draw) {
    lines.values().forEach(line -> line.strokeProperty().addListener((p, was, now) -> draw.run()));
    grid.strokeProperty().addListener((p, was, now) -> draw.run());
    text.textFillProperty().addListener((p, was, now) -> draw.run());
  }
}
