package dev.backfill.sandbox.iam;

/** The number of a project: a project is there as soon as it is named, and its number follows. */
public final class ProjectNumber {
  private ProjectNumber() {}

  /** The same number for one id each time. */
  public static String of(String project) {
    return Long.toString(Integer.toUnsignedLong(project.hashCode()) + 100_000_000_000L);
  }
}
