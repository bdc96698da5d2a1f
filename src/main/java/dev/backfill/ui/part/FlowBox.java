package dev.backfill.ui.part;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** One place of a {@link FlowGraph}: its name, how it stands, and what is known of it. */
public final class FlowBox extends VBox {
  private final Icon icon = new Icon("waiting", 14);
  private final Label title = new Label();
  private final Label word = new Label();
  private final List<Label> lines = new ArrayList<>();
  private final Tooltip tip = new Tooltip();
  private String look = "";

  /** A box with a title and room for so many lines below how it stands. */
  public FlowBox(String name, int room) {
    getStyleClass().add("flow-box");
    title.setText(name);
    title.getStyleClass().add("flow-title");
    word.getStyleClass().add("flow-word");
    var head = new HBox(icon, title);
    head.getStyleClass().add("flow-head");
    getChildren().addAll(head, word);
    for (var i = 0; i < room; i++) {
      var line = new Label();
      line.getStyleClass().add("flow-line");
      line.setTextOverrun(OverrunStyle.ELLIPSIS);
      lines.add(line);
      getChildren().add(line);
    }
    setAccessibleRole(AccessibleRole.TEXT);
    // Narrow boxes cut their lines.
    Tooltip.install(this, tip);
  }

  /**
   * Shows how it stands.
   *
   * @param state the name of the state's look and icon
   * @param stands how it stands, in words
   * @param texts a text for each line; no more than there is room for
   */
  public void show(String state, String stands, List<String> texts) {
    word.setText(stands);
    for (var i = 0; i < lines.size(); i++) {
      lines.get(i).setText(i < texts.size() ? texts.get(i) : "");
    }
    setAccessibleText(title.getText() + ": " + stands + ". " + String.join(", ", texts));
    tip.setText(title.getText() + ": " + stands + "\n" + String.join("\n", texts));
    if (!state.equals(look)) {
      look = state;
      icon.show(state);
      getStyleClass().removeIf(style -> style.startsWith("flow-is-"));
      getStyleClass().add("flow-is-" + state);
    }
  }
}
