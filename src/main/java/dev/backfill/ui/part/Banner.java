package dev.backfill.ui.part;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One sentence that matters now, what to do about it, and the details folded away. */
public final class Banner extends VBox {
  private final Icon icon = new Icon("info", 18);
  private final Label sentence = new Label();
  private final HBox actions = new HBox();
  private final Hyperlink unfold = new Hyperlink(Texts.of("banner.unfold"));
  private final CodeBlock details = new CodeBlock();

  /** How much it matters. */
  public enum Kind {
    INFO,
    WARNING,
    FAILED
  }

  public Banner() {
    getStyleClass().add("banner");
    setManaged(false);
    setVisible(false);
    sentence.setWrapText(true);
    sentence.getStyleClass().add("sentence");
    sentence.setMaxWidth(Double.MAX_VALUE);
    sentence.setMinHeight(USE_PREF_SIZE);
    HBox.setHgrow(sentence, Priority.ALWAYS);
    actions.getStyleClass().add("actions");
    actions.setAlignment(Pos.CENTER_RIGHT);
    actions.setMinWidth(USE_PREF_SIZE);
    unfold.setOnAction(event -> fold(details.isVisible()));
    details.name(Texts.of("banner.details"));
    var head = new HBox(icon, sentence, actions);
    head.getStyleClass().add("head");
    getChildren().addAll(head, unfold, details);
    fold(true);
  }

  /** Shows a sentence; details may be empty. */
  public void show(Kind kind, String text, String more, Node... todo) {
    setManaged(true);
    setVisible(true);
    icon.show(kind == Kind.FAILED ? "failed" : Texts.word(kind));
    getStyleClass().removeIf(style -> style.startsWith("banner-"));
    getStyleClass().add("banner-" + Texts.word(kind));
    sentence.setText(text);
    setAccessibleText(text);
    details.show(more, 10);
    unfold.setManaged(!more.isEmpty());
    unfold.setVisible(!more.isEmpty());
    if (more.isEmpty()) {
      fold(true);
    }
    actions.getChildren().setAll(todo);
  }

  /** Takes the banner away. */
  public void clear() {
    setManaged(false);
    setVisible(false);
    actions.getChildren().clear();
  }

  /** A button for a banner's action. */
  public static Button action(String label, Runnable task) {
    var button = new Button(label);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(event -> task.run());
    return button;
  }

  private void fold(boolean folded) {
    details.setVisible(!folded);
    details.setManaged(!folded);
    unfold.setText(Texts.of(folded ? "banner.unfold" : "banner.fold"));
    unfold.setVisited(false);
  }
}
