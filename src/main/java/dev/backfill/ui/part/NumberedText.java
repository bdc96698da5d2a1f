package dev.backfill.ui.part;

import dev.backfill.ui.model.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleRole;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/** A text to edit with the numbers of its lines beside it, of which some can be marked. */
public final class NumberedText extends HBox {
  // The text area's border, and its content's upper margin as the style sheet has it.
  private static final double TOP = 9;
  private static final double WIDTH = 40;

  private final TextArea area = new TextArea();
  private final Pane numbers = new Pane();
  private final List<Text> shown = new ArrayList<>();
  private Set<Integer> marked = Set.of();

  public NumberedText() {
    getStyleClass().add("numbered");
    area.getStyleClass().add("code");
    area.setMinWidth(0);
    TabKey.leads(area);
    HBox.setHgrow(area, Priority.ALWAYS);
    numbers.getStyleClass().add("line-numbers");
    numbers.setMinWidth(WIDTH);
    numbers.setPrefWidth(WIDTH);
    numbers.setMinHeight(0);
    numbers.setPrefHeight(0);
    numbers.setMaxHeight(Region.USE_COMPUTED_SIZE);
    var clip = new Rectangle();
    clip.widthProperty().bind(numbers.widthProperty());
    clip.heightProperty().bind(numbers.heightProperty());
    numbers.setClip(clip);
    InvalidationListener draw = change -> draw();
    area.scrollTopProperty().addListener(draw);
    area.textProperty().addListener(draw);
    numbers.heightProperty().addListener(draw);
    getChildren().setAll(numbers, area);
  }

  /** The text itself. */
  public TextArea area() {
    return area;
  }

  /** Marks lines, the first is 1. */
  public void mark(Set<Integer> lines) {
    marked = Set.copyOf(lines);
    area.setAccessibleRoleDescription(
        lines.isEmpty() ? null : Texts.of("numbered.marked", lines.stream().sorted().toList()));
    draw();
  }

  /** Puts the caret at the begin of a line, and scrolls there. */
  public void goTo(int line) {
    var at = 0;
    for (var i = 1; i < line && at >= 0; i++) {
      at = area.getText().indexOf('\n', at) + 1;
    }
    area.requestFocus();
    area.positionCaret(Math.max(0, at));
    area.selectEndOfNextWord();
    area.positionCaret(Math.max(0, at));
  }

  private void draw() {
    var lines = area.getText().split("\n", -1).length;
    var high = lineHeight();
    var first = Math.max(1, (int) ((area.getScrollTop() - TOP) / high) + 1);
    var last = Math.min(lines, first + (int) (numbers.getHeight() / high) + 1);
    var before = shown.size();
    while (shown.size() < last - first + 1) {
      var text = new Text();
      text.getStyleClass().add("line-number");
      text.setAccessibleRole(AccessibleRole.NODE);
      shown.add(text);
      numbers.getChildren().add(text);
    }
    if (shown.size() > before && numbers.getScene() != null) {
      // Those that come while a frame is laid out would be drawn in it without their colors.
      numbers.applyCss();
    }
    for (var i = 0; i < shown.size(); i++) {
      var text = shown.get(i);
      var line = first + i;
      text.setVisible(line <= last);
      if (text.isVisible()) {
        text.setText(marked.contains(line) ? "▸ " + line : Integer.toString(line));
        text.getStyleClass().remove("wrong-line");
        if (marked.contains(line)) {
          text.getStyleClass().add("wrong-line");
        }
        text.setX(WIDTH - 8 - text.getLayoutBounds().getWidth());
        text.setY(TOP + (line - 1) * high - area.getScrollTop() + 0.78 * high);
      }
    }
  }

  /** A text area gives each line whole pixels. */
  private double lineHeight() {
    var line = new Text("8");
    line.setFont(area.getFont());
    return Math.ceil(line.getLayoutBounds().getHeight());
  }
}
