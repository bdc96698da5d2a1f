package dev.backfill.ui;

import java.lang.reflect.Method;
import java.util.Optional;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;

/** The desktop's choice of light or dark: {@code Platform.getPreferences()}, from JavaFX 22 on. */
final class SystemColors {
  private static final Optional<Method> PREFERENCES = preferences();
  private static boolean watched;

  private SystemColors() {}

  static boolean areKnown() {
    return PREFERENCES.isPresent();
  }

  static boolean areDark() {
    return "DARK".equals(String.valueOf(scheme().getValue()));
  }

  /** Runs a task whenever the desktop's choice changes. */
  static void whenChanged(Runnable task) {
    if (!watched) {
      watched = true;
      scheme().addListener((p, was, now) -> task.run());
    }
  }

  private static ObservableValue<?> scheme() {
    try {
      var preferences = PREFERENCES.orElseThrow().invoke(null);
      // The interface's method: the class behind it is not open to us.
      var property = PREFERENCES.get().getReturnType().getMethod("colorSchemeProperty");
      return (ObservableValue<?>) property.invoke(preferences);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This JavaFX has preferences without a color scheme.", e);
    }
  }

  private static Optional<Method> preferences() {
    try {
      return Optional.of(Platform.class.getMethod("getPreferences"));
    } catch (NoSuchMethodException e) {
      // JavaFX 21: light and dark only.
      return Optional.empty();
    }
  }
}
