package dev.backfill.confirm;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The only maker of confirmations: compares what was typed with what would be destroyed. */
public final class ConfirmationDesk {
  /** How long after the typing an act may begin. */
  public static final Duration VALID = Duration.ofMinutes(10);

  private final Clock clock;

  public ConfirmationDesk(Clock clock) {
    this.clock = clock;
  }

  /**
   * Proofs for every item of a request, when the phrase of the request or the phrase of each item
   * was typed; otherwise nothing. The first use must come within {@link #VALID}; the others of the
   * same request may then follow at their own pace.
   */
  public <T extends Destruction> Optional<List<Confirmed<T>>> confirm(
      ConfirmationRequest<T> request, Set<String> typed) {
    if (!typed.contains(request.phrase()) && !typed.containsAll(request.phrases())) {
      return Optional.empty();
    }
    var fresh = freshness();
    return Optional.of(request.items().stream().map(item -> new Confirmed<>(item, fresh)).toList());
  }

  private BooleanSupplier freshness() {
    Instant end = clock.instant().plus(VALID);
    var begun = new AtomicBoolean();
    return () -> {
      if (!begun.get() && clock.instant().isAfter(end)) {
        return false;
      }
      begun.set(true);
      return true;
    };
  }
}
