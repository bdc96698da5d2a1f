package dev.backfill.settings;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * How the window was left: its place in screen pixels and its theme.
 *
 * @param theme the theme's word; empty when none was chosen
 */
public record WindowSettings(Optional<Place> place, boolean maximized, String theme) {
  /** Where the window stood, its frame included. */
  public record Place(double x, double y, double width, double height) {

    /** The nearest place of this size, or of what fits, that lies within a screen. */
    public Place within(Place screen) {
      var wide = Math.min(width, screen.width);
      var high = Math.min(height, screen.height);
      return new Place(
          Math.max(screen.x, Math.min(x, screen.x + screen.width - wide)),
          Math.max(screen.y, Math.min(y, screen.y + screen.height - high)),
          wide,
          high);
    }

    /** The place of a size, or of what fits, in the middle of this screen. */
    public Place middle(double wide, double high) {
      return new Place(x + (width - wide) / 2, y + (height - high) / 2, wide, high).within(this);
    }
  }

  /** For a first start. */
  public static final WindowSettings NONE = new WindowSettings(Optional.empty(), false, "");

  /** Reads a file of settings; one that is absent or damaged gives {@link #NONE}. */
  public static WindowSettings read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return NONE;
    }
    var kept = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      kept.load(reader);
    }
    return new WindowSettings(
        place(kept),
        Boolean.parseBoolean(kept.getProperty("maximized")),
        kept.getProperty("theme", ""));
  }

  private static Optional<Place> place(Properties kept) {
    try {
      return Optional.of(
          new Place(
              number(kept, "x"), number(kept, "y"), number(kept, "width"), number(kept, "height")));
    } catch (NumberFormatException e) {
      // Absent or edited by hand: the window opens where a new one does.
      return Optional.empty();
    }
  }

  private static double number(Properties kept, String name) {
    return Integer.parseInt(kept.getProperty(name, ""));
  }

  /** Writes the settings. */
  public void write(Path file) throws IOException {
    var kept = new Properties();
    place.ifPresent(
        p -> {
          put(kept, "x", p.x());
          put(kept, "y", p.y());
          put(kept, "width", p.width());
          put(kept, "height", p.height());
        });
    kept.setProperty("maximized", Boolean.toString(maximized));
    kept.setProperty("theme", theme);
    OwnFiles.folder(file.toAbsolutePath().getParent());
    var text = new StringWriter();
    kept.store(text, "How the window was left");
    OwnFiles.write(file, text.toString());
  }

  private static void put(Properties kept, String name, double value) {
    kept.setProperty(name, Long.toString(Math.round(value)));
  }
}
