package dev.backfill;

/** Where the program starts; not an {@code Application}, so JavaFX loads from the class path. */
public final class Launcher {
  private Launcher() {}

  public static void main(String[] args) {
    throw new UnsupportedOperationException("not wired yet");
  }
}
