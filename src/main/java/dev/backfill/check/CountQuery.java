package dev.backfill.check;

import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import java.util.List;

/** The queries by which a type's cells are counted, in the order they are sent. */
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

  /** What groups a type's error rows by message, for the days that have any. */
  public static DailyQuery errorMessages(Plan plan) {
    return new DailyQuery(
        "messages", "group error rows", 1, false, days -> CountsSql.errorMessages(plan, days));
  }

  /** As it is asked in a plan. */
  public DailyQuery of(Plan plan, DocumentType type) {
    return new DailyQuery(this, purpose, tables, isOfOneDay(plan), days -> sql(plan, type, days));
  }

  private boolean isOfOneDay(Plan plan) {
    return switch (this) {
      case REWRITE_STABLE, REWRITE_BACKFILL, REWRITE_MISSING, REWRITE_EXTRA ->
          plan.rewrite().orElseThrow().isAffectedByDay();
      case PAYLOAD_BYTES_DECODED,
              BACKFILL,
              LIVE,
              STABLE,
              STAGED,
              ERROR_ROWS,
              MISSING_IDS,
              EXTRA_IDS,
              CAUGHT,
              STAGED_ERRORS,
              WRITTEN,
              FRESH,
              PRESENT,
              STRANGE,
              NAMED_ERRORS,
              ADDITIONAL ->
          false;
    };
  }

  private String sql(Plan plan, DocumentType type, TypeDays days) {
    var decoded = plan.decoded(type).name();
    var backfill = plan.backfill(type).name();
    return switch (this) {
      case PAYLOAD_BYTES_DECODED -> CountsSql.side(decoded, days);
      case BACKFILL -> CountsSql.side(backfill, days);
      case LIVE -> CountsSql.side(plan.live(type).name(), days);
      case STABLE -> CountsSql.side(plan.stable(type).name(), days);
      case STAGED -> CountsSql.side(plan.staged(type).name(), days);
      case ERROR_ROWS -> CountsSql.errors(plan, days);
      case MISSING_IDS -> CountsSql.countedDifference(decoded, backfill, days);
      case EXTRA_IDS -> CountsSql.countedDifference(backfill, decoded, days);
      case REWRITE_STABLE -> RewriteSql.stable(plan, days);
      case REWRITE_BACKFILL -> RewriteSql.rewritten(plan, days);
      case REWRITE_MISSING -> RewriteSql.missing(plan, days);
      case REWRITE_EXTRA -> RewriteSql.extra(plan, days);
      case CAUGHT -> RejectedCounts.caught(plan, days);
      case STAGED_ERRORS -> RejectedCounts.staged(plan, days);
      case WRITTEN -> CountsSql.side(plan.written(type).name(), days);
      case FRESH -> RejectedCounts.fresh(plan, days);
      case PRESENT -> RejectedCounts.present(plan, days);
      case STRANGE -> CountsSql.countedDifference(backfill, plan.written(type).name(), days);
      case NAMED_ERRORS -> RejectedCounts.named(plan, days);
      case ADDITIONAL -> RejectedCounts.additional(plan, days);
    };
  }
}
