package dev.backfill.ui.part;

import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;

/** Texts that tell an age, such as "1 min ago": they are read anew while they are on screen. */
public final class Ages {
  private static final String KEY = Ages.class.getName();

  private Ages() {}

  /** Shows a text that changes as time goes by, until the node gets another or none. */
  public static void keep(Labeled node, Supplier<String> text) {
    node.getProperties().put(KEY, text);
    node.setText(text.get());
  }

  /** Shows a text that stays as it is. */
  static void drop(Labeled node, String text) {
    if (node.hasProperties()) {
      node.getProperties().remove(KEY);
    }
    node.setText(text);
  }

  /** Reads every age below a node anew. */
  public static void renew(Node node) {
    if (node instanceof Labeled labeled
        && node.hasProperties()
        && node.getProperties().get(KEY) instanceof Supplier<?> text) {
      labeled.setText((String) text.get());
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(Ages::renew);
    }
  }
}
