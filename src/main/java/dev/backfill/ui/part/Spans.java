package dev.backfill.ui.part;

import dev.backfill.text.Amounts;
import dev.backfill.ui.model.Texts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments and ranges in words. */
public final class Spans {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  private static final Duration SECOND = Duration.ofSeconds(1);

  private Spans() {}

  /** A range of spans; one span where both ends read the same. */
  public static String range(Duration least, Duration most) {
    var from = left(least);
    var to = left(most);
    return from.equals(to) ? from : Texts.of("span.range", from, to);
  }

  /** What is left is an estimate: no milliseconds of it are known. */
  private static String left(Duration span) {
    return Amounts.span(span.compareTo(SECOND) < 0 ? SECOND : span);
  }

  /** A moment in UTC with its age: {@code 2020-04-15 03:00, 3 d ago}. */
  public static String when(Instant then, Instant now) {
    return Texts.of("span.when", MINUTE.format(then), age(Duration.between(then, now)));
  }

  /** A moment in UTC with how long it is until then: {@code 2020-04-22 03:00, in 6 d}. */
  public static String until(Instant then, Instant now) {
    return then.isBefore(now)
        ? when(then, now)
        : Texts.of("span.until", MINUTE.format(then), age(Duration.between(now, then)));
  }

  private static String age(Duration span) {
    return span.isNegative() ? Texts.of("span.now") : Amounts.age(span);
  }
}
