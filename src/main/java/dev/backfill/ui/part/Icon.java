package dev.backfill.ui.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.beans.NamedArg;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/** One of the product's line drawings from {@code icons}, in the color of its surroundings. */
public final class Icon extends Region {
  private static final Pattern PATH = Pattern.compile(" d=\"([^\"]+)\"");
  // The drawings' own grid.
  private static final double GRID = 24;
  private static final Map<String, String> PATHS = new ConcurrentHashMap<>();

  private final SVGPath line = new SVGPath();
  private final double size;
  private String name = "";

  /** An icon of a size in pixels. */
  public Icon(@NamedArg("name") String name, @NamedArg("size") double size) {
    this.size = size;
    line.getStyleClass().add("line");
    line.setManaged(false);
    line.getTransforms().add(new Scale(size / GRID, size / GRID));
    getStyleClass().add("icon");
    setMinSize(size, size);
    setMaxSize(size, size);
    getChildren().add(line);
    show(name);
  }

  /** An icon as it stands beside text. */
  public Icon(String name) {
    this(name, 16);
  }

  /** Draws another icon. */
  public void show(String wanted) {
    if (!name.equals(wanted)) {
      name = wanted;
      line.setContent(path(wanted));
    }
  }

  /** The lines of a drawing, in a field of 24 by 24. */
  static String path(String name) {
    return PATHS.computeIfAbsent(name, Icon::read);
  }

  /** Reads drawings before they are shown: for the first time each is a file and a pattern. */
  public static void readAhead(Collection<String> names) {
    names.stream().map(Badge::icon).filter(Icon::exists).forEach(Icon::path);
  }

  @Override
  protected double computePrefWidth(double height) {
    return size;
  }

  @Override
  protected double computePrefHeight(double width) {
    return size;
  }

  /** Whether there is a drawing of a name. */
  public static boolean exists(String name) {
    return Icon.class.getResource("/icons/" + name + ".svg") != null;
  }

  private static String read(String name) {
    try (var file = Icon.class.getResourceAsStream("/icons/" + name + ".svg")) {
      var svg = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return PATH.matcher(svg).results().map(m -> m.group(1)).collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException("The icon " + name + " cannot be read.", e);
    }
  }
}
