package dev.backfill.confirm;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Proof that an operator named what will be destroyed. Spent once; only the desk makes one. */
public final class Confirmed<T extends Destruction> {
  private final T destruction;
  private final BooleanSupplier fresh;
  private final AtomicBoolean spent = new AtomicBoolean();

  Confirmed(T destruction, BooleanSupplier fresh) {
    this.destruction = destruction;
    this.fresh = fresh;
  }

  /** What was confirmed, for showing it; does not spend. */
  public T what() {
    return destruction;
  }

  /**
   * Takes what was confirmed, once.
   *
   * @throws StaleConfirmation when it was spent before, or is older than the desk allows
   */
  public T spend() {
    if (!fresh.getAsBoolean()) {
      throw new StaleConfirmation("The confirmation of " + destruction.phrase() + " has expired.");
    }
    if (!spent.compareAndSet(false, true)) {
      throw new StaleConfirmation(
          "The confirmation of " + destruction.phrase() + " was used before.");
    }
    return destruction;
  }
}
