package dev.backfill.ui.model;

import java.util.Optional;

/**
 * Where the squares of a grid lie. Rows are set in blocks side by side where that lets all of them
 * be seen at once: 300 rows of 31 days as ten blocks of thirty.
 *
 * @param pitch from one square to the next
 * @param blocks how many blocks stand side by side
 * @param perBlock rows of a block
 * @param names the width of a row's name; 0 where squares are too small for one
 * @param notes the width of what is said of a row
 * @param width of a block
 */
public record GridPlace(
    double pitch, int blocks, int perBlock, double names, double notes, double width) {
  /** Above the squares, for the names of the columns and of their groups. */
  public static final double HEAD = 34;

  private static final double LARGEST = 20;
  private static final double SMALLEST = 4;
  // Letters of 11 px and a line between them.
  private static final double READABLE = 14;
  private static final double GAP = 14;

  /** The largest squares of which all are seen at once; else the smallest, to be scrolled. */
  public static GridPlace all(
      int rows, int columns, double names, double notes, double width, double height) {
    for (var pitch = LARGEST; pitch >= SMALLEST; pitch--) {
      for (var blocks = 1; blocks <= Math.max(1, rows); blocks++) {
        var place = of(rows, columns, pitch, blocks, names, notes);
        if (place.blocks() * place.width() > width) {
          break;
        }
        if (place.high() <= height) {
          return place;
        }
      }
    }
    var most = (int) (width / of(rows, columns, SMALLEST, 1, names, notes).width());
    return of(rows, columns, SMALLEST, Math.max(1, most), names, notes);
  }

  /** Squares with names, whatever has to be scrolled. */
  public static GridPlace large(int rows, int columns, double names, double notes) {
    return of(rows, columns, LARGEST, 1, names, notes);
  }

  private static GridPlace of(
      int rows, int columns, double pitch, int blocks, double names, double notes) {
    var named = pitch >= READABLE;
    var per = (rows + blocks - 1) / Math.max(1, blocks);
    var left = named ? names : 0;
    var right = named ? notes : 0;
    var used = per == 0 ? 1 : (rows + per - 1) / per;
    return new GridPlace(pitch, used, per, left, right, left + columns * pitch + right + GAP);
  }

  /** The same with names of another width. */
  public GridPlace named(double wide) {
    return new GridPlace(pitch, blocks, perBlock, wide, notes, width - names + wide);
  }

  /** Whether rows have their names, and squares their symbols. */
  public boolean isNamed() {
    return names > 0;
  }

  public double high() {
    return HEAD + perBlock * pitch + 2;
  }

  public double wide() {
    return blocks * width;
  }

  /** The left edge of a square. */
  public double x(int row, int column) {
    return row / Math.max(1, perBlock) * width + names + column * pitch;
  }

  /** The upper edge of a row. */
  public double y(int row) {
    return HEAD + row % Math.max(1, perBlock) * pitch;
  }

  /** Row and column at a point. */
  public record At(int row, int column) {}

  /** The square at a point; empty beside all of them. */
  public Optional<At> at(double x, double y, int rows, int columns) {
    var block = (int) Math.floor(x / width);
    var column = (int) Math.floor((x - block * width - names) / pitch);
    var line = (int) Math.floor((y - HEAD) / pitch);
    var row = block * perBlock + line;
    var inside =
        x >= 0
            && block < blocks
            && column >= 0
            && column < columns
            && line >= 0
            && line < perBlock
            && row < rows;
    return inside ? Optional.of(new At(row, column)) : Optional.empty();
  }
}
