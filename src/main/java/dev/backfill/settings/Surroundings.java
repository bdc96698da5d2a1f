package dev.backfill.settings;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a process finds around it. */
public final class Surroundings {
  private Surroundings() {}

  /**
   * Why file names cannot be told; empty when they can. Java decodes names, arguments and the
   * environment by the locale's character set: under {@code LC_ALL=C} each byte of {@code ö} is
   * lost, and files of other names would be looked for, or made.
   */
  public static Optional<String> unreadable(
      String characters, Map<String, String> environment, String... names) {
    var lost = Stream.of(names).filter(name -> name != null && name.indexOf('\ufffd') >= 0);
    return lost.findFirst()
        .map(
            name ->
                "The character set of this environment, "
                    + characters
                    + locale(environment)
                    + ", cannot tell the name "
                    + name.replace('\ufffd', '?')
                    + ". Start with LC_ALL=C.UTF-8.");
  }

  private static String locale(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .filter(name -> !environment.getOrDefault(name, "").isBlank())
        .findFirst()
        .map(name -> " (" + name + "=" + environment.get(name) + ")")
        .orElse("");
  }
}
