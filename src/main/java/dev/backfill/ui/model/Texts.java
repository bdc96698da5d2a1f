package dev.backfill.ui.model;

import dev.backfill.run.State;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;

/** The window's words. */
public final class Texts {
  /** Every text of the window. */
  public static final ResourceBundle BUNDLE =
      ResourceBundle.getBundle("dev.backfill.ui.messages", Locale.ROOT);

  // Parsed once: a page fills some fifty texts four times a second. Formats serve one thread each.
  private static final ThreadLocal<Map<String, Pattern>> PATTERNS =
      ThreadLocal.withInitial(HashMap::new);

  private static final ThreadLocal<NumberFormat> WHOLE =
      ThreadLocal.withInitial(() -> NumberFormat.getIntegerInstance(Locale.US));

  private Texts() {}

  /** A text with its values filled in; numbers are grouped in the American way. */
  public static String of(String key, Object... values) {
    return PATTERNS.get().computeIfAbsent(key, Pattern::of).text(values);
  }

  /**
   * A text of the bundle.
   *
   * @param plain whether every value stands in it as it is, none as a choice
   */
  private record Pattern(MessageFormat format, boolean plain) {
    static Pattern of(String key) {
      var format = new MessageFormat(BUNDLE.getString(key), Locale.US);
      return new Pattern(format, Arrays.stream(format.getFormats()).allMatch(Objects::isNull));
    }

    String text(Object... values) {
      return format.format(plain ? Arrays.stream(values).map(Pattern::written).toArray() : values);
    }

    /** A format makes a format of numbers for each whole number that it meets. */
    private static Object written(Object value) {
      return value instanceof Long || value instanceof Integer
          ? number(((Number) value).longValue())
          : value;
    }
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
    return WHOLE.get().format(value);
  }
}
