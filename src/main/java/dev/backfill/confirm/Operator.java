package dev.backfill.confirm;

import java.util.Set;

/** Whoever answers a confirmation: a dialog, the flags of a command line. */
public interface Operator {
  /**
   * What was typed in answer to a request; empty when it was declined. May wait as long as a person
   * takes.
   */
  Set<String> typed(ConfirmationRequest<?> request);

  /** The digests of packets that others have executed, as the operator says. */
  default Set<String> executed() {
    return Set.of();
  }
}
