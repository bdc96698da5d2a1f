package dev.backfill.run;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The ids of runs: the second they begin in, UTC, so that they sort by age. */
public final class RunId {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("'r'yyMMddHHmmss").withZone(ZoneOffset.UTC);

  private RunId() {}

  /** The id of a run that begins now: lower-case letters and digits, as job names take them. */
  public static String at(Instant now) {
    return FORM.format(now);
  }
}
