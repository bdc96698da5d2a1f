package dev.backfill.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;

/** How the window is colored. */
enum Theme {
  LIGHT,
  DARK,
  /** As the desktop is; offered from JavaFX 22 on. */
  SYSTEM;

  private static final ObjectProperty<Theme> SHOWN = new SimpleObjectProperty<>(LIGHT);

  /** The themes that this JavaFX can show. */
  static List<Theme> offered() {
    var themes = new ArrayList<>(List.of(LIGHT, DARK));
    if (SystemColors.areKnown()) {
      themes.add(SYSTEM);
    }
    return themes;
  }

  /** The theme of every scene. */
  static ReadOnlyObjectProperty<Theme> shown() {
    return SHOWN;
  }

  /** Colors a scene, and every one that follows. */
  void show(Scene scene) {
    SHOWN.set(this);
    Application.setUserAgentStylesheet(
        isDark()
            ? new PrimerDark().getUserAgentStylesheet()
            : new PrimerLight().getUserAgentStylesheet());
    dress(scene);
    if (this == SYSTEM) {
      SystemColors.whenChanged(() -> Platform.runLater(() -> again(scene)));
    }
  }

  /** Gives a scene that is not shown yet the colors of the theme. */
  static void dress(Scene scene) {
    var classes = scene.getRoot().getStyleClass();
    if (SHOWN.get().isDark() != classes.contains("dark")) {
      if (!classes.remove("dark")) {
        classes.add("dark");
      }
    }
  }

  private boolean isDark() {
    return this == DARK || this == SYSTEM && SystemColors.areDark();
  }

  private static void again(Scene scene) {
    if (SHOWN.get() == SYSTEM) {
      SYSTEM.show(scene);
    }
  }
}
