package dev.backfill.run;

import dev.backfill.stage.StageKind;

/** Told what a run does, on the run's thread; must return quickly. */
public interface RunListener {
  /** The journal has a new entry. */
  void changed(RunView view);

  /** The newest word of what goes on inside a step; not kept. */
  void said(StageKind stage, String text);
}
