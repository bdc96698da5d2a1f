package dev.backfill.ui.model;

/** Names as a table shows them below a line that says which project they are of. */
public final class ShortNames {
  private ShortNames() {}

  /** The name of a dataset, table or partition without its project, when it is this one. */
  public static String within(String project, String name) {
    return name.startsWith(project + ":") ? name.substring(project.length() + 1) : name;
  }
}
