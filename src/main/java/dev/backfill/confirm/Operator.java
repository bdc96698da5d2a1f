package dev.backfill.confirm;

import java.util.List;
import java.util.Set;

/** Whoever answers a confirmation: a dialog, the flags of a command line. */
public interface Operator {
  /**
   * What was typed in answer to a request; empty when it was declined. May wait as long as a person
   * takes.
   */
  Set<String> typed(ConfirmationRequest<?> request);

  /**
   * What was typed in answer to one of several requests, of which one at most is agreed to. Whoever
   * does not choose answers the first: it destroys least.
   */
  default Set<String> typedOf(List<? extends ConfirmationRequest<?>> choices) {
    return typed(choices.get(0));
  }

  /**
   * Whether a person was asked, who knows that they declined; false for the answers of a command
   * line, which is told what it lacks.
   */
  default boolean isPresent() {
    return false;
  }

  /** The digests of packets that others have executed, as the operator says. */
  default Set<String> executed() {
    return Set.of();
  }
}
