package dev.backfill.ui.model;

/** What a {@link CellGrid} shows: cells in rows and columns, each in one of some looks. */
public interface GridSource {
  int rows();

  int columns();

  /** A row's name. */
  String row(int row);

  /** What is to be said of a row as a whole; empty for most. */
  String note(int row);

  /** A column's name, as short as can be. */
  String column(int column);

  /** What begins with a column and is named above it, a month for one; empty for most. */
  String group(int column);

  /** The name of a cell's look; empty where there is no cell. */
  String look(int row, int column);

  /** A cell in words: what it is about, and how it stands. */
  String text(int row, int column);
}
