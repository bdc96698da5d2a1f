package dev.backfill.check;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import java.util.List;

/** The queries by which a cell is counted, in the order they are sent. */
public enum CountQuery {
  PAYLOAD_BYTES_DECODED("count payload_bytes_decoded", 1),
  BACKFILL("count backfill", 1),
  LIVE("count live", 1),
  STABLE("count stable", 1),
  STAGED("count staged", 1),
  ERROR_ROWS("count error rows", 1),
  MISSING_IDS("missing ids", 2),
  EXTRA_IDS("extra ids", 2),
  REWRITE_STABLE("count stable", 1),
  REWRITE_BACKFILL("count rewritten", 1),
  REWRITE_MISSING("missing ids", 2),
  REWRITE_EXTRA("extra ids", 2),
  CAUGHT("count what the filter catches", 1),
  STAGED_ERRORS("count staged error rows", 1),
  WRITTEN("count decoded rows", 1),
  FRESH("count documents that stable lacks", 2),
  PRESENT("count documents that stable holds", 2),
  STRANGE("count documents that were not decoded", 2),
  NAMED_ERRORS("count error rows that the filter names", 1),
  ADDITIONAL("count additional properties", 1);

  private final String purpose;
  private final int tables;

  CountQuery(String purpose, int tables) {
    this.purpose = purpose;
    this.tables = tables;
  }

  /** Those that a plan's cells are counted by. */
  public static List<CountQuery> of(Plan plan) {
    return switch (plan.playbook()) {
      case REPLAY ->
          List.of(
              PAYLOAD_BYTES_DECODED,
              BACKFILL,
              LIVE,
              STABLE,
              STAGED,
              ERROR_ROWS,
              MISSING_IDS,
              EXTRA_IDS);
      case REWRITE -> List.of(REWRITE_STABLE, REWRITE_BACKFILL, REWRITE_MISSING, REWRITE_EXTRA);
      case REPROCESS ->
          List.of(
              CAUGHT,
              STAGED_ERRORS,
              WRITTEN,
              FRESH,
              BACKFILL,
              STABLE,
              PRESENT,
              STRANGE,
              ERROR_ROWS,
              NAMED_ERRORS,
              ADDITIONAL);
    };
  }

  /** What it is for, as journals and reports say it. */
  public String purpose() {
    return purpose;
  }

  /** How many tables it reads: each is billed for ten MiB at least. */
  public int tables() {
    return tables;
  }

  /** Its GoogleSQL; gives one row. */
  public String sql(Plan plan, Cell cell) {
    var type = cell.type();
    var decoded = plan.decoded(type).name();
    var backfill = plan.backfill(type).name();
    return switch (this) {
      case PAYLOAD_BYTES_DECODED -> CountsSql.side(decoded, cell);
      case BACKFILL -> CountsSql.side(backfill, cell);
      case LIVE -> CountsSql.side(plan.live(type).name(), cell);
      case STABLE -> CountsSql.side(plan.stable(type).name(), cell);
      case STAGED -> CountsSql.side(plan.staged(type).name(), cell);
      case ERROR_ROWS -> CountsSql.errors(plan, cell);
      case MISSING_IDS -> CountsSql.countedDifference(decoded, backfill, cell);
      case EXTRA_IDS -> CountsSql.countedDifference(backfill, decoded, cell);
      case REWRITE_STABLE -> RewriteSql.stable(plan, cell);
      case REWRITE_BACKFILL -> RewriteSql.rewritten(plan, cell);
      case REWRITE_MISSING -> RewriteSql.missing(plan, cell);
      case REWRITE_EXTRA -> RewriteSql.extra(plan, cell);
      case CAUGHT -> RejectedCounts.caught(plan, cell);
      case STAGED_ERRORS -> RejectedCounts.staged(plan, cell);
      case WRITTEN -> CountsSql.side(plan.written(type).name(), cell);
      case FRESH -> RejectedCounts.fresh(plan, cell);
      case PRESENT -> RejectedCounts.present(plan, cell);
      case STRANGE -> CountsSql.countedDifference(backfill, plan.written(type).name(), cell);
      case NAMED_ERRORS -> RejectedCounts.named(plan, cell);
      case ADDITIONAL -> RejectedCounts.additional(plan, cell);
    };
  }
}
