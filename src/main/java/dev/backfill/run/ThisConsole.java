package dev.backfill.run;

import dev.backfill.confirm.Holder;
import dev.backfill.settings.LockHolder;

/** Who runs this console: the same for each start by one user on one machine. */
final class ThisConsole {
  private ThisConsole() {}

  /** User and machine, as a label's value. */
  static String identity() {
    return Holder.clean(System.getProperty("user.name", "unknown") + "-" + LockHolder.machine());
  }
}
