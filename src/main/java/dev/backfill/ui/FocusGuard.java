package dev.backfill.ui;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;

/**
 * Keeps the focus from going by itself to what acts when it is pressed. JavaFX hands it on to the
 * next control when its owner is disabled or taken away: a Space meant for the one would press the
 * other.
 */
final class FocusGuard {
  private final Scene scene;
  private final Node rest;
  private final Node questions;
  private boolean lost;

  private FocusGuard(Scene scene, Node rest, Node questions) {
    this.scene = scene;
    this.rest = rest;
    this.questions = questions;
  }

  /**
   * Watches a scene.
   *
   * @param rest takes the focus in place of a button, and does nothing with keys; Tab leads on from
   *     there
   * @param questions where questions are asked, which place the focus themselves
   */
  static void watch(Scene scene, Node rest, Node questions) {
    var guard = new FocusGuard(scene, rest, questions);
    scene.focusOwnerProperty().addListener((p, was, now) -> guard.moved(was, now));
  }

  private void moved(Node was, Node now) {
    // It may be taken away first, and given to another in a second step.
    var gone = was == null ? lost : isGone(was);
    lost = gone && now == null;
    // A question gives the focus to its harmless answer itself.
    if (gone && isActing(now) && !isIn(questions, now)) {
      rest.requestFocus();
    }
  }

  /** Nobody moves the focus away from what cannot have it: it was moved. */
  private boolean isGone(Node node) {
    return node.isDisabled() || node.getScene() != scene || !isSeen(node);
  }

  private static boolean isSeen(Node node) {
    for (var one = node; one != null; one = one.getParent()) {
      if (!one.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIn(Node place, Node node) {
    for (var one = node; one != null; one = one.getParent()) {
      if (one == place) {
        return true;
      }
    }
    return false;
  }

  private static boolean isActing(Node node) {
    return node instanceof ButtonBase && !(node instanceof CheckBox);
  }
}
