package dev.backfill.ui.part;

import dev.backfill.ui.model.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/** Numbers of a few series side by side for each part of a whole: rows by hour, by channel. */
public final class Histogram extends Region {
  private static final double LEFT = 52;
  private static final double TOP = 8;
  private static final double BOTTOM = 22;
  private static final int LINES = 2;

  private final List<Label> levels = new ArrayList<>();
  private final List<Region> lines = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private double ceiling = 1;

  private record Group(Label name, List<Region> bars, List<Double> values) {}

  public Histogram() {
    getStyleClass().add("histogram");
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMinSize(200, 90);
  }

  /**
   * Shows numbers.
   *
   * @param parts for each part, by its name, the numbers by series
   * @param series the series' names, whose bars are styled by {@code bar-name}
   */
  public void show(Map<String, Map<String, Long>> parts, List<String> series) {
    getChildren().clear();
    levels.clear();
    lines.clear();
    groups.clear();
    var most =
        parts.values().stream().flatMap(p -> p.values().stream()).mapToLong(n -> n).max().orElse(0);
    ceiling = Axis.ceiling(Math.max(4, most));
    for (var i = 0; i <= LINES; i++) {
      var line = new Region();
      line.getStyleClass().add("grid-line");
      lines.add(line);
      levels.add(text(Axis.number(ceiling * i / LINES)));
    }
    parts.forEach((name, numbers) -> groups.add(group(name, numbers, series)));
    getChildren().addAll(lines);
    getChildren().addAll(levels);
    groups.forEach(group -> getChildren().addAll(group.bars()));
    groups.forEach(group -> getChildren().add(group.name()));
    requestLayout();
  }

  private static Group group(String name, Map<String, Long> numbers, List<String> series) {
    var tip = new StringBuilder(name);
    var bars = new ArrayList<Region>();
    var values = new ArrayList<Double>();
    for (var one : series) {
      var bar = new Region();
      bar.getStyleClass().addAll("bar-of-series", "bar-" + one);
      bars.add(bar);
      values.add((double) numbers.getOrDefault(one, 0L));
      tip.append('\n').append(one).append(' ');
      tip.append(numbers.containsKey(one) ? Texts.number(numbers.get(one)) : TableColumns.UNKNOWN);
    }
    bars.forEach(bar -> Tooltip.install(bar, new Tooltip(tip.toString())));
    return new Group(text(name), bars, values);
  }

  private static Label text(String text) {
    var label = new Label(text);
    label.getStyleClass().add("chart-text");
    return label;
  }

  @Override
  protected void layoutChildren() {
    var width = getWidth() - LEFT;
    var height = getHeight() - TOP - BOTTOM;
    for (var i = 0; i < levels.size(); i++) {
      var y = Math.round(TOP + height * (1 - (double) i / LINES));
      lines.get(i).resizeRelocate(LEFT, y, width, 1);
      var label = levels.get(i);
      var wide = label.prefWidth(-1);
      label.resizeRelocate(
          LEFT - 6 - wide, y - label.prefHeight(-1) / 2, wide, label.prefHeight(-1));
    }
    if (!groups.isEmpty()) {
      var step = width / groups.size();
      for (var i = 0; i < groups.size(); i++) {
        place(groups.get(i), LEFT + i * step, step, height, i);
      }
    }
  }

  private void place(Group group, double left, double step, double height, int number) {
    var gap = Math.min(16, Math.max(2, step * 0.2));
    var wide = Math.min(28, (step - gap) / group.bars().size());
    var from = left + (step - wide * group.bars().size()) / 2;
    for (var i = 0; i < group.bars().size(); i++) {
      var high = height * group.values().get(i) / ceiling;
      // What is there stays visible beside what is a thousand times as much.
      var seen = group.values().get(i) > 0 ? Math.max(1, high) : 0;
      group.bars().get(i).resizeRelocate(from + i * wide, TOP + height - seen, wide, seen);
    }
    var name = group.name();
    var each = (int) Math.ceil((name.prefWidth(-1) + 4) / step);
    name.setVisible(each <= 1 || each <= 4 && number % each == 0 || number == 0);
    var space = Math.max(step, Math.min(name.prefWidth(-1), each <= 4 ? each * step : step));
    layoutInArea(
        name,
        left + (step - space) / 2,
        TOP + height + 4,
        space,
        BOTTOM - 4,
        0,
        javafx.geometry.HPos.CENTER,
        VPos.TOP);
  }

  @Override
  protected double computePrefHeight(double width) {
    return 160;
  }
}
