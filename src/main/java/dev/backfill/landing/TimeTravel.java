package dev.backfill.landing;

import dev.backfill.cloud.DatasetState;
import dev.backfill.plan.Cell;
import dev.backfill.run.Production;
import dev.backfill.run.Steps;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * BigQuery's own memory of what a table held: the way back to a partition's former rows where there
 * is no backup, and only for as long as its dataset keeps them.
 */
final class TimeTravel {
  // The service's default; a dataset may be set to keep 48 to 168 hours.
  private static final Duration DEFAULT = Duration.ofHours(168);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Steps steps;

  TimeTravel(Steps steps) {
    this.steps = steps;
  }

  /** Until when the rows can be read that a partition held before it was copied over, and how. */
  String before(Cell cell) {
    var copied = steps.started(Production.subject(steps.plan(), cell)).orElse(steps.now());
    var table = steps.plan().stable(cell.type()).name();
    var kept =
        steps
            .cloud()
            .warehouse()
            .dataset(table.datasetName())
            .flatMap(DatasetState::timeTravel)
            .orElse(DEFAULT);
    var until = copied.plus(kept);
    var left = Duration.between(steps.now(), until);
    if (left.isNegative()) {
      return "BigQuery's time travel kept its former rows until " + MINUTE.format(until) + ".";
    }
    return "Time travel keeps its former rows until "
        + MINUTE.format(until)
        + ", another "
        + left.toHours()
        + " h. To read them: bq query --use_legacy_sql=false 'SELECT * FROM "
        + table.sql()
        + " FOR SYSTEM_TIME AS OF TIMESTAMP \""
        + copied
        + "\" WHERE DATE(submission_timestamp) = \""
        + cell.day()
        + "\"'";
  }
}
