package dev.backfill.ui.part;

import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Lets Tab lead on from a text area, which keeps it for itself: who has no mouse would not leave
 * it, and neither a plan nor a reason holds a Tab.
 */
public final class TabKey {
  private TabKey() {}

  public static void leads(TextArea area) {
    area.addEventFilter(KeyEvent.KEY_PRESSED, key -> lead(area, key));
  }

  private static void lead(TextArea area, KeyEvent key) {
    if (key.getCode() == KeyCode.TAB && !key.isControlDown()) {
      key.consume();
      // What leaves a text area by its own custom.
      area.fireEvent(
          new KeyEvent(
              KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, key.isShiftDown(), true, false, false));
    }
  }
}
