package dev.backfill.ui.model;

import java.util.Locale;

/**
 * Keys by the names that the system's own menus give them.
 *
 * @param system what Java calls the system, as {@code os.name}
 */
public record KeyNames(String system) {
  /** Those of this machine. */
  public static final KeyNames HERE = new KeyNames(System.getProperty("os.name", ""));

  /** A key together with the one that shortcuts begin with: {@code Ctrl+L}, on a Mac {@code ⌘L}. */
  public String shortcut(String key) {
    return isMac() ? "⌘" + onMac(key) : "Ctrl+" + key;
  }

  /** Whether its bar of menus is at the top of the screen, and its key of shortcuts is ⌘. */
  public boolean isMac() {
    return system.toLowerCase(Locale.ROOT).startsWith("mac");
  }

  private static String onMac(String key) {
    return switch (key) {
      case "Page Up" -> "⇞";
      case "Page Down" -> "⇟";
      default -> key;
    };
  }
}
