package dev.backfill.ui.model;

import dev.backfill.run.State;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The window's words. */
public final class Texts {
  /** Every text of the window. */
  public static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("dev.backfill.ui.messages", Locale.ROOT);

  private Texts() {}

  /** A text with its values filled in; numbers are grouped in the American way. */
  public static String of(String key, Object... values) {
    return new MessageFormat(BUNDLE.getString(key), Locale.US).format(values);
  }

  public static String state(State state) {
    return of("state." + word(state));
  }

  /** A constant as keys, icons and style classes name it. */
  public static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** A whole number with its thousands grouped. */
  public static String number(long value) {
    return String.format(Locale.US, "%,d", value);
  }
}
