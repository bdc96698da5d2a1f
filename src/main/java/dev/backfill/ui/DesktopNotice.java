package dev.backfill.ui;

import dev.backfill.text.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Tells the desktop's notification service something, with the means that each system brings. */
final class DesktopNotice {
  // java.awt.SystemTray would start AWT's event thread beside JavaFX's, and needs a tray icon that
  // stays; a toast needs an application id in the start menu. This balloon is Windows' own, of the
  // shell that each Windows brings, and goes by itself. Its texts are arguments, never a part of
  // the script.
  private static final String BALLOON =
      "& { param($title, $text)"
          + " Add-Type -AssemblyName System.Windows.Forms, System.Drawing;"
          + " $icon = New-Object System.Windows.Forms.NotifyIcon;"
          + " $icon.Icon = [System.Drawing.SystemIcons]::Information; $icon.Visible = $true;"
          + " $icon.ShowBalloonTip(10000, $title, $text, 'Info');"
          + " Start-Sleep -Seconds 10; $icon.Dispose() }";

  private DesktopNotice() {}

  /** Sends a notice; takes a moment, and is never called on the window's thread. */
  static void send(String title, String text) {
    try {
      new ProcessBuilder(command(System.getProperty("os.name"), title, text))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
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
      return List.of(
          "powershell", "-NoProfile", "-NonInteractive", "-Command", BALLOON, title, text);
    }
    return List.of("notify-send", "--app-name=Backfill Console", "--", title, text);
  }
}
