package dev.backfill.ui.part;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;

/** A grid's colors, read off nodes that the style sheet colors by the names of the looks. */
final class CellPaints {
  private final Map<String, Rectangle> looks = new HashMap<>();
  private final Rectangle chosen = new Rectangle(1, 1);
  private final Label name = new Label();
  private final Label muted = new Label();
  private final Group unseen = new Group(chosen, name, muted);

  CellPaints(List<String> names) {
    chosen.getStyleClass().add("cell-chosen");
    name.getStyleClass().add("cell-name");
    muted.getStyleClass().add("cell-note");
    for (var look : names) {
      var one = new Rectangle(1, 1);
      one.getStyleClass().add("cell-" + look);
      looks.put(look, one);
      unseen.getChildren().add(one);
    }
    unseen.setVisible(false);
    unseen.setManaged(false);
  }

  /** Must stand in the scene to be styled; not seen. */
  Node unseen() {
    return unseen;
  }

  Paint fill(String look) {
    return looks.get(look).getFill();
  }

  /** The color of a square's edge and symbol. */
  Paint line(String look) {
    return looks.get(look).getStroke();
  }

  Paint chosen() {
    return chosen.getStroke();
  }

  Paint name() {
    return name.getTextFill();
  }

  Paint muted() {
    return muted.getTextFill();
  }

  Font font() {
    return name.getFont();
  }

  void whenChanged(Runnable draw) {
    looks
        .values()
        .forEach(
            one -> {
              one.fillProperty().addListener((p, was, now) -> draw.run());
              one.strokeProperty().addListener((p, was, now) -> draw.run());
            });
    name.textFillProperty().addListener((p, was, now) -> draw.run());
  }
}
