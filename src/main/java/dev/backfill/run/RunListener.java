package dev.backfill.run;

import dev.backfill.stage.StageKind;

/** Told what a run does, one call at a time, on any of the run's threads; must return quickly. */
public interface RunListener {
  /** The journal has a new entry. */
  void changed(RunView view);

  /** The newest word of what goes on inside a step; not kept. */
  void said(StageKind stage, String text);

  /** What every operator is to see, on whatever screen: the cloud does not answer; not kept. */
  default void warned(StageKind stage, String text) {
    said(stage, text);
  }

  /** The cloud is waited for: since when, until when, and why; not kept. */
  default void waits(StageKind stage, String text) {
    warned(stage, text);
  }

  /** The cloud that was waited for has answered. */
  default void goesOn(StageKind stage) {}

  /**
   * Whether the newest question about a job under way was answered; when not, it is asked again.
   */
  default void answered(StageKind stage, boolean yes) {}
}
