package dev.backfill.ui;

import dev.backfill.run.RunView;

/** A page that shows a run; told of a new view only while it is on screen. */
interface RunPage {
  /** Shows a run as it stands; called on the window's thread. */
  void show(RunView view);
}
