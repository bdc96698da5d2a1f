package dev.backfill.ui.model;

import dev.backfill.text.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a job under way was read last.
 *
 * @param last the last answer of the service; empty before the first
 * @param answered whether the newest question was answered
 */
public record LastReading(Optional<Instant> last, boolean answered) {
  /** Before anything was asked. */
  public static final LastReading NONE = new LastReading(Optional.empty(), true);

  // The service is asked each five seconds.
  private static final Duration FRESH = Duration.ofSeconds(30);

  /** The reading after another question. */
  public LastReading then(Instant now, boolean yes) {
    return new LastReading(yes ? Optional.of(now) : last, yes);
  }

  /** What to say of data that is not fresh; empty when it is, or nothing was asked. */
  public Optional<String> hint(Instant now) {
    var old = last.map(at -> Duration.between(at, now));
    if (answered && old.filter(span -> span.compareTo(FRESH) > 0).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        old.map(span -> Texts.of("decode.stale", Amounts.span(span)))
            .orElseGet(() -> Texts.of("decode.unread")));
  }
}
