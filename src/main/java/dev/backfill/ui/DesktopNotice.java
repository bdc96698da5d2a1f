package dev.backfill.ui;

import dev.backfill.text.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the desktop's notification service something, with the means that each system brings. */
final class DesktopNotice {
  private static final String TITLE = "BACKFILL_NOTICE_TITLE";
  private static final String TEXT = "BACKFILL_NOTICE_TEXT";

  // java.awt.SystemTray would start AWT's event thread beside JavaFX's, and needs a tray icon that
  // stays; a toast needs an application id in the start menu. This balloon is shown by the shell
  // that each Windows brings, and goes by itself. Its texts come by the environment: what stands
  // after -Command is read as a script. Not tried on Windows: no such machine was at hand.
  private static final String BALLOON =
      "Add-Type -AssemblyName System.Windows.Forms, System.Drawing;"
          + " $icon = New-Object System.Windows.Forms.NotifyIcon;"
          + " $icon.Icon = [System.Drawing.SystemIcons]::Information; $icon.Visible = $true;"
          + " $icon.ShowBalloonTip(10000, $env:"
          + TITLE
          + ", $env:"
          + TEXT
          + ", 'Info'); Start-Sleep -Seconds 10; $icon.Dispose()";

  private DesktopNotice() {}

  /** Sends a notice; takes a moment, and is never called on the window's thread. */
  static void send(String title, String text) {
    try {
      var notice =
          new ProcessBuilder(command(System.getProperty("os.name"), title, text))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      notice.environment().putAll(Map.of(TITLE, title, TEXT, text));
      notice.start();
    } catch (IOException e) {
      // A desktop without such a service: the window itself says the same.
      ErrorCode.log("desktop notice", e);
    }
  }

  static List<String> command(String system, String title, String text) {
    var name = system.toLowerCase(Locale.ROOT);
    if (name.contains("mac")) {
      // As arguments of the script, so that no text is taken for a part of it.
      return List.of(
          "osascript",
          "-e",
          "on run argv",
          "-e",
          "display notification (item 2 of argv) with title (item 1 of argv)",
          "-e",
          "end run",
          title,
          text);
    }
    if (name.contains("win")) {
      return List.of("powershell", "-NoProfile", "-NonInteractive", "-Command", BALLOON);
    }
    return List.of("notify-send", "--app-name=Backfill Console", "--", title, text);
  }
}
