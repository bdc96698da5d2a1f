package dev.backfill.ui;

/**
 * A part of a page that follows the window's models. It is loaded and styled on any thread, {@code
 * initialize} touches none of them, and is bound on the window's.
 *
 * <p>Race: JavaFX measures texts by one object of the program's, and a list that is styled while it
 * holds rows measures one. So lists and choices are filled when they are bound.
 */
interface Bindable {
  /** Begins to follow the models; called once, on the window's thread. */
  void bind();
}
