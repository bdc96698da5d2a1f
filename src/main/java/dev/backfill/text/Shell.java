package dev.backfill.text;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Words for a POSIX shell. */
public final class Shell {
  private Shell() {}

  /**
   * A word in single quotes, between which nothing means anything; outside {@code $2020…} would be
   * eaten. It may have several lines, as a query has.
   */
  public static String quoted(String word) {
    return "'" + Visible.text(word).replace("'", "'\\''") + "'";
  }

  /** An option and its value: {@code --location='US'}. */
  public static String option(String name, String value) {
    return "--" + name + "=" + quoted(value);
  }

  /** Several words. */
  public static String words(String... words) {
    return Arrays.stream(words).map(Shell::quoted).collect(Collectors.joining(" "));
  }
}
