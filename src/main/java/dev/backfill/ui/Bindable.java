package dev.backfill.ui;

/**
 * A part of a page that follows the window's models. It is loaded on any thread, {@code initialize}
 * touches none of them, and is bound on the window's.
 */
interface Bindable {
  /** Begins to follow the models; called once, on the window's thread. */
  void bind();
}
