package dev.backfill.ui.part;

import dev.backfill.text.Visible;
import dev.backfill.ui.model.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One sentence that matters now, what to do about it, and the details folded away. */
public final class Banner extends VBox {
  private final Icon icon = new Icon("info", 18);
  private final Label sentence = new Label();
  private final Label action = new Label();
  private final Label code = new Label();
  private final HBox foot = new HBox();
  private final FlowPane acts = new FlowPane();
  private final Hyperlink unfold = new Hyperlink(Texts.of("banner.unfold"));
  private final Hyperlink find = new Hyperlink(Texts.of("banner.find"));
  private final CodeBlock details = new CodeBlock();
  private String said = "";

  /** How much it matters. */
  public enum Kind {
    INFO,
    WARNING,
    FAILED
  }

  public Banner() {
    getStyleClass().add("banner");
    wrapped(sentence, "sentence");
    wrapped(action, "action");
    code.getStyleClass().addAll("mono", "code-mark");
    code.setMinWidth(USE_PREF_SIZE);
    find.setMinWidth(USE_PREF_SIZE);
    unfold.setMinWidth(USE_PREF_SIZE);
    unfold.setOnAction(event -> fold(details.isVisible()));
    details.name(Texts.of("banner.details"));
    var words = new VBox(sentence, action);
    HBox.setHgrow(words, Priority.ALWAYS);
    var head = new HBox(icon, words);
    head.getStyleClass().add("head");
    foot.getStyleClass().add("foot");
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getChildren().addAll(code, find, unfold);
    acts.getStyleClass().add("acts");
    getChildren().addAll(head, acts, foot, details);
    offer(List.of());
    fold(true);
    clear();
  }

  private static void wrapped(Label label, String style) {
    label.setWrapText(true);
    label.getStyleClass().add(style);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setMinHeight(USE_PREF_SIZE);
  }

  /** Shows a sentence alone. */
  public void show(Kind kind, String text) {
    show(kind, text, "", "", "");
  }

  /**
   * Shows a sentence, and what may be empty: what to do, the log's mark, and the details, which
   * stay unfolded while they are the same.
   */
  public void show(Kind kind, String text, String todo, String mark, String more) {
    see(this, true);
    icon.show(kind == Kind.FAILED ? "failed" : Texts.word(kind));
    getStyleClass().removeIf(style -> style.startsWith("banner-"));
    getStyleClass().add("banner-" + Texts.word(kind));
    sentence.setText(Visible.text(text));
    action.setText(Visible.text(todo));
    see(action, !todo.isEmpty());
    code.setText(mark);
    see(code, !mark.isEmpty());
    see(find, !mark.isEmpty());
    see(unfold, !more.isEmpty());
    see(foot, !mark.isEmpty() || !more.isEmpty());
    // On the label, which has a role: a text on a pane is not read aloud.
    sentence.setAccessibleText(String.join(" ", text, todo, mark).strip());
    if (!more.equals(said)) {
      said = more;
      details.show(more, 10);
      fold(true);
    }
  }

  /** What can be done about it at once; nothing takes what was offered away. */
  public void offer(List<Button> what) {
    acts.getChildren().setAll(what);
    see(acts, !what.isEmpty());
  }

  /** What is done when the mark is to be found in the log. */
  public void whenSought(Consumer<String> seek) {
    find.setOnAction(
        event -> {
          find.setVisited(false);
          seek.accept(code.getText());
        });
  }

  /** Takes the banner away. */
  public void clear() {
    see(this, false);
  }

  private void fold(boolean folded) {
    see(details, !folded);
    unfold.setText(Texts.of(folded ? "banner.unfold" : "banner.fold"));
    unfold.setVisited(false);
  }

  private static void see(Node node, boolean seen) {
    node.setManaged(seen);
    node.setVisible(seen);
  }
}
