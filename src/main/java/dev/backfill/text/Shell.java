package dev.backfill.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Words for the shell at hand: a POSIX one, or PowerShell on Windows. In single quotes nothing
 * means anything to either, so that a name with {@code $2020…} is the same for both; only a single
 * quote within them is written otherwise. For {@code cmd.exe} they are no quotes at all.
 */
public enum Shell {
  POSIX {
    @Override
    public String quote(String word) {
      return "'" + Visible.text(word).replace("'", "'\\''") + "'";
    }
  },

  /** Its typographic single quotes end such a word too. */
  POWERSHELL {
    @Override
    public String quote(String word) {
      return "'" + Visible.text(word).replaceAll("['\u2018\u2019\u201A\u201B]", "$0$0") + "'";
    }
  };

  private static final Shell HERE = of(System.getProperty("os.name", ""));

  /** The one that people of a system paste into. */
  static Shell of(String system) {
    return system.toLowerCase(Locale.ROOT).startsWith("windows") ? POWERSHELL : POSIX;
  }

  /** A word in quotes; it may have several lines, as a query has. */
  public abstract String quote(String word);

  /**
   * A word in single quotes, between which nothing means anything; outside {@code $2020…} would be
   * eaten. It may have several lines, as a query has.
   */
  public static String quoted(String word) {
    return HERE.quote(word);
  }

  /** An option and its value: {@code --location='US'}. */
  public static String option(String name, String value) {
    return "--" + name + "=" + quoted(value);
  }

  /** Several words. */
  public static String words(String... words) {
    return Arrays.stream(words).map(Shell::quoted).collect(Collectors.joining(" "));
  }

  /** A word that a shell gave as it stood, quotes and all, as {@code cmd.exe} does. */
  public static String unquoted(String word) {
    return word.length() > 1 && word.startsWith("'") && word.endsWith("'")
        ? word.substring(1, word.length() - 1)
        : word;
  }
}
