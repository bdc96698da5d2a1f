package dev.backfill.ui.model;

import dev.backfill.fact.Noted;
import dev.backfill.run.RunView;
import java.util.List;

/**
 * Remembers how far a run's observations have been read, so that a page reads each once: a job of
 * ten hours makes tens of thousands of them.
 */
final class FactCursor {
  private String run = "";
  private int read;

  /** Whether a view tells of another run than the last one; then everything is unread. */
  boolean isOther(RunView view) {
    var other = !view.opened().run().equals(run) || view.facts().size() < read;
    if (other) {
      run = view.opened().run();
      read = 0;
    }
    return other;
  }

  /** The observations that were not there at the last call. */
  List<Noted<?>> of(RunView view) {
    var all = view.facts();
    var unread = all.subList(read, all.size());
    read = all.size();
    return unread;
  }
}
