package dev.backfill.check;

import dev.backfill.check.Counts.Rejected;
import dev.backfill.check.Counts.Side;
import dev.backfill.check.Counts.Values;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Every check of one cell; none hides another.
 *
 * <p>Error rows explain the documents that did not become rows: where the operators' own checks
 * compare the backfill with another table, its error rows count on the backfill's side, and the
 * detail says how many.
 */
public final class Checks {
  private final Counts counts;
  private final long errors;

  private Checks(Counts counts) {
    this.counts = counts;
    this.errors = counts.errors().orElse(0L);
  }

  /** The checks of a replay, in the order of {@link CheckKind}. */
  public static final Set<CheckKind> REPLAY =
      Collections.unmodifiableSet(EnumSet.range(CheckKind.DEDUPED, CheckKind.VALUES));

  /** The checks of a rewrite. */
  public static final Set<CheckKind> REWRITE =
      Collections.unmodifiableSet(
          EnumSet.of(
              CheckKind.NOT_EMPTY,
              CheckKind.OUTSIDE,
              CheckKind.REWRITTEN,
              CheckKind.AFFECTED_LEFT,
              CheckKind.SAME_IDS));

  /** The checks of rejected documents that are decoded once more. */
  public static final Set<CheckKind> REPROCESS =
      Collections.unmodifiableSet(
          EnumSet.of(
              CheckKind.DEDUPED,
              CheckKind.NOT_EMPTY,
              CheckKind.LEDGER,
              CheckKind.OUTSIDE,
              CheckKind.LEFTOVERS,
              CheckKind.VALUES,
              CheckKind.CAUGHT,
              CheckKind.FILTER,
              CheckKind.NEW,
              CheckKind.PRESENT,
              CheckKind.ADDED,
              CheckKind.NO_IDS,
              CheckKind.NAMED));

  /** A replay's checks of a cell, in the order of {@link CheckKind}. */
  public static List<CheckResult> of(Counts counts) {
    return of(counts, REPLAY);
  }

  /** Those of some kinds alone. */
  public static List<CheckResult> of(Counts counts, Collection<CheckKind> kinds) {
    var checks = new Checks(counts);
    return Arrays.stream(CheckKind.values())
        .filter(kinds::contains)
        .flatMap(kind -> checks.result(kind).stream())
        .toList();
  }

  private Optional<CheckResult> result(CheckKind kind) {
    return switch (kind) {
      case DEDUPED -> Optional.of(deduped());
      case LIVE -> Optional.of(live());
      case STABLE -> Optional.of(stable());
      case DECODED -> Optional.of(decoded());
      case NOT_EMPTY -> Optional.of(notEmpty());
      case SETS -> Optional.of(sets());
      case NULL_IDS -> Optional.of(nullIds());
      case STAGED -> Optional.of(staged());
      case LEDGER -> Optional.of(ledger());
      case OUTSIDE -> Optional.of(outside());
      case LEFTOVERS -> Optional.of(leftovers());
      // Older consoles did not count these; what they validated stays as it was.
      case VALUES -> counts.values().map(this::values);
      case REWRITTEN -> Optional.of(new RewriteChecks(counts).rewritten());
      case AFFECTED_LEFT -> Optional.of(new RewriteChecks(counts).left());
      case SAME_IDS -> Optional.of(new RewriteChecks(counts).ids());
      case CAUGHT -> Optional.of(rejected(kind, this::caught));
      case FILTER -> Optional.of(rejected(kind, Checks::filter));
      // These are said of what is to be added, the next of what was.
      case NEW -> isAdded() ? Optional.empty() : Optional.of(rejected(kind, this::fresh));
      case PRESENT -> isAdded() ? Optional.empty() : Optional.of(rejected(kind, Checks::present));
      case ADDED -> isAdded() ? Optional.of(rejected(kind, this::added)) : Optional.empty();
      case NO_IDS -> Optional.of(rejected(kind, Checks::noIds));
      case NAMED -> Optional.of(rejected(kind, Checks::named));
    };
  }

  /** The worst verdict of all. */
  public static Verdict verdict(List<CheckResult> results) {
    return results.stream().map(CheckResult::verdict).reduce(Verdict.PASS, Verdict::and);
  }

  private CheckResult deduped() {
    return one(
        CheckKind.DEDUPED,
        counts.backfill(),
        b ->
            result(
                CheckKind.DEDUPED,
                b.distinct() + b.nullIds() == b.rows(),
                b.rows() + " rows, " + b.distinct() + " distinct ids"));
  }

  private CheckResult live() {
    return both(
        CheckKind.LIVE,
        counts.live(),
        (b, live) ->
            live.distinct() == 0
                ? unknown(CheckKind.LIVE, "live is empty")
                : result(
                    CheckKind.LIVE,
                    b.rows() + errors >= live.distinct(),
                    against(b, live.distinct() + " in live")));
  }

  private CheckResult stable() {
    return both(
        CheckKind.STABLE,
        counts.stable(),
        (b, stable) ->
            result(
                CheckKind.STABLE,
                b.rows() + errors >= stable.distinct(),
                against(b, stable.distinct() + " in stable")));
  }

  private CheckResult decoded() {
    return both(
        CheckKind.DECODED,
        counts.pbd(),
        (b, pbd) ->
            result(
                CheckKind.DECODED,
                b.rows() + errors == pbd.distinct(),
                against(b, pbd.distinct() + " distinct in payload_bytes_decoded")));
  }

  private CheckResult notEmpty() {
    return one(
        CheckKind.NOT_EMPTY,
        counts.backfill(),
        b ->
            b.rows() == 0 && readsPayloads() && counts.pbd().isEmpty()
                ? unknown(CheckKind.NOT_EMPTY, "0 rows; a side could not be read")
                : result(CheckKind.NOT_EMPTY, b.rows() > 0, b.rows() + rowsOf()));
  }

  /** Whether the rows were made of payload_bytes_decoded, by which an empty day is told. */
  private boolean readsPayloads() {
    return counts.rewritten().isEmpty() && counts.rejected().isEmpty();
  }

  private String rowsOf() {
    return counts.rejected().filter(one -> one.decoded().rows() > 0 && one.fresh() == 0).isPresent()
        ? " rows: stable holds every document that was decoded"
        : " rows";
  }

  private CheckResult sets() {
    if (counts.sets().isEmpty() || counts.errors().isEmpty()) {
      return unknown(CheckKind.SETS, "a side could not be read");
    }
    var sets = counts.sets().get();
    return result(
        CheckKind.SETS,
        sets.missing() == errors && sets.extra() == 0,
        sets.missing() + " missing (" + errors + " error rows), " + sets.extra() + " extra");
  }

  private CheckResult nullIds() {
    return both(
        CheckKind.NULL_IDS,
        counts.pbd(),
        (b, pbd) ->
            result(
                CheckKind.NULL_IDS,
                b.nullIds() == 0 && pbd.nullIds() == 0,
                pbd.nullIds() + " in payload_bytes_decoded, " + b.nullIds() + " in the backfill"));
  }

  private CheckResult staged() {
    if (counts.staged().isEmpty() || counts.pbd().isEmpty()) {
      return unknown(CheckKind.STAGED, "a side could not be read");
    }
    var staged = counts.staged().get();
    var pbd = counts.pbd().get();
    var dropped = pbd.rows() - pbd.nullIds() - pbd.distinct();
    return result(
        CheckKind.STAGED,
        staged.rows() == pbd.distinct()
            && staged.distinct() == pbd.distinct()
            && staged.nullIds() == 0,
        pbd.rows()
            + " rows = "
            + pbd.distinct()
            + " distinct + "
            + dropped
            + " duplicates + "
            + pbd.nullIds()
            + " without id; "
            + staged.rows()
            + " staged");
  }

  private CheckResult ledger() {
    if (counts.staged().isEmpty() || counts.backfill().isEmpty() || counts.errors().isEmpty()) {
      return unknown(CheckKind.LEDGER, "a side could not be read");
    }
    var staged = counts.staged().get().rows();
    // Of rejected documents all that was decoded counts: what lands is less, by what is known.
    var written =
        counts
            .rejected()
            .map(one -> one.decoded().rows())
            .orElseGet(() -> counts.backfill().get().rows());
    var rest = staged - written - errors;
    var detail =
        staged + " staged = " + written + " rows + " + errors + " errors, difference " + rest;
    // A decoder of an organisation's own may drop documents that it was never to keep.
    return rest > 0 && counts.rejected().filter(Rejected::byTemplate).isPresent()
        ? unknown(
            CheckKind.LEDGER,
            detail + ": the template does not say what became of these, so ask who keeps it")
        : result(CheckKind.LEDGER, rest == 0, detail);
  }

  private CheckResult outside() {
    return counts
        .outside()
        .map(rows -> result(CheckKind.OUTSIDE, rows == 0, rows + " rows in other partitions"))
        .orElseGet(() -> unknown(CheckKind.OUTSIDE, "the backfill table is absent"));
  }

  private CheckResult leftovers() {
    return counts
        .leftovers()
        .map(
            names ->
                result(
                    CheckKind.LEFTOVERS,
                    names.isEmpty(),
                    names.isEmpty() ? "none" : String.join(", ", names)))
        .orElseGet(() -> unknown(CheckKind.LEFTOVERS, "the dataset could not be listed"));
  }

  private CheckResult values(Values values) {
    var metadata =
        values.metadata() == 0
            ? ""
            : "; of metadata, " + values.metadata() + " in the type, which live leaves out too";
    if (counts.backfill().filter(side -> side.rows() == 0).isPresent()) {
      return result(CheckKind.VALUES, true, "no rows");
    }
    return values
        .outside()
        .map(n -> result(CheckKind.VALUES, n == 0, n + " values outside the table" + metadata))
        .orElseGet(() -> unknown(CheckKind.VALUES, "the job's counters are not known"));
  }

  private CheckResult rejected(CheckKind kind, Function<Rejected, CheckResult> check) {
    return counts.rejected().map(check).orElseGet(() -> unknown(kind, "a side could not be read"));
  }

  private CheckResult caught(Rejected one) {
    return counts
        .staged()
        .map(
            staged ->
                result(
                    CheckKind.CAUGHT,
                    staged.rows() == one.caught(),
                    staged.rows() + " staged, " + one.caught() + " in payload_bytes_error"))
        .orElseGet(() -> unknown(CheckKind.CAUGHT, "the staged table is absent"));
  }

  private static CheckResult filter(Rejected one) {
    return result(
        CheckKind.FILTER,
        one.kinds() <= one.patterns(),
        one.kinds() + " messages, numbers aside, by " + one.patterns() + " that are named");
  }

  /** With no id of it in stable, and none that was not decoded, it is these and no others. */
  private CheckResult fresh(Rejected one) {
    return one(
        CheckKind.NEW,
        counts.backfill(),
        b -> {
          var decoded = one.decoded();
          var within = decoded.rows() - decoded.nullIds() - decoded.distinct();
          return result(
              CheckKind.NEW,
              b.rows() == one.fresh() && one.strange() == 0,
              decoded.rows()
                  + " decoded = "
                  + one.fresh()
                  + " new + "
                  + within
                  + " duplicates + "
                  + (decoded.distinct() - one.fresh())
                  + " in stable + "
                  + decoded.nullIds()
                  + " without id; "
                  + b.rows()
                  + " in the backfill, "
                  + one.strange()
                  + " of them not decoded");
        });
  }

  private static CheckResult present(Rejected one) {
    return result(
        CheckKind.PRESENT,
        one.present().rows() == 0 && one.later() == 0,
        one.present().rows() + " rows of stable on the day, " + one.later() + " on later days");
  }

  private boolean isAdded() {
    return counts.rejected().flatMap(Rejected::held).isPresent();
  }

  private CheckResult added(Rejected one) {
    return both(
        CheckKind.ADDED,
        counts.stable(),
        (backfill, stable) -> {
          var held = one.held().orElseThrow();
          var there = one.present();
          return result(
              CheckKind.ADDED,
              stable.rows() == held + backfill.rows()
                  && there.rows() == backfill.rows()
                  && there.distinct() == backfill.rows(),
              held
                  + " before + "
                  + backfill.rows()
                  + " added, "
                  + stable.rows()
                  + " in stable; of the new documents "
                  + there.distinct()
                  + ", in "
                  + there.rows()
                  + " rows");
        });
  }

  private static CheckResult noIds(Rejected one) {
    return result(
        CheckKind.NO_IDS,
        one.decoded().nullIds() == 0,
        one.decoded().nullIds() + " of " + one.decoded().rows());
  }

  private static CheckResult named(Rejected one) {
    return result(CheckKind.NAMED, one.named() == 0, one.named() + " error rows");
  }

  private static CheckResult unknown(CheckKind kind, String why) {
    return new CheckResult(kind, Verdict.UNKNOWN, why);
  }

  private String against(Side backfill, String other) {
    return backfill.rows() + " rows + " + errors + " errors, " + other;
  }

  private CheckResult both(
      CheckKind kind, Optional<Side> other, BiFunction<Side, Side, CheckResult> check) {
    if (other.isEmpty() || counts.errors().isEmpty()) {
      return unknown(kind, "a side could not be read");
    }
    return one(kind, counts.backfill(), b -> check.apply(b, other.get()));
  }

  private static CheckResult one(
      CheckKind kind, Optional<Side> side, Function<Side, CheckResult> check) {
    return side.map(check).orElseGet(() -> unknown(kind, "the backfill table is absent"));
  }

  private static CheckResult result(CheckKind kind, boolean passes, String detail) {
    return new CheckResult(kind, passes ? Verdict.PASS : Verdict.FAIL, detail);
  }
}
