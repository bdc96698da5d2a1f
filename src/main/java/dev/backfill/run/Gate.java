package dev.backfill.run;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DriftedException;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.cloud.PartitionState;
import dev.backfill.cloud.SpecDiff;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.plan.TableName;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a cell through to production only when what would be copied is what was validated, and the
 * tables still fit each other.
 */
final class Gate {
  private final Steps steps;
  private final Map<Cell, Validated> validated;

  // A gate is one look: what it read once is not asked for again.
  private final Map<TableName, TableState> tables = new HashMap<>();
  private final Map<TableName, Map<String, PartitionState>> partitions = new HashMap<>();

  Gate(Steps steps) {
    this.steps = steps;
    this.validated = Validated.of(steps.view());
  }

  /** What keeps a cell from being copied, a line each; empty when nothing does. */
  List<String> problems(Cell cell) {
    var found = validated.get(cell);
    if (found == null) {
      return List.of(cell + " is not validated. Run validate again (--from validate).");
    }
    if (!found.opens()) {
      var problems = new ArrayList<String>();
      found.deviations().forEach(line -> problems.add(cell + ": " + line));
      problems.add(
          cell + " is not validated: accept each deviation with a reason, or mend its cause.");
      return problems;
    }
    var problems = new ArrayList<String>();
    var production = table(steps.plan().stable(cell.type()).name());
    var staging = table(steps.plan().backfill(cell.type()).name());
    problems.addAll(fitting(cell, production, staging));
    problems.addAll(drifted(found.staging(), look(staging, cell)));
    problems.addAll(written(cell, found.production(), look(production, cell)));
    return problems;
  }

  /**
   * What a cell was let through with.
   *
   * @param rows how many were validated
   * @param staging their partition as it is
   * @param production the partition in production as it is
   */
  record Seen(long rows, Fingerprint staging, Fingerprint production) {}

  /** How a cell stands that has no problem. */
  Seen seen(Cell cell) {
    return new Seen(
        rows(cell),
        look(table(steps.plan().backfill(cell.type()).name()), cell),
        look(table(steps.plan().stable(cell.type()).name()), cell));
  }

  /** The rows that validation counted in the backfill. */
  long rows(Cell cell) {
    return validated.get(cell).counts().backfill().orElseThrow().rows();
  }

  private List<String> fitting(Cell cell, TableState production, TableState staging) {
    var problems = new ArrayList<String>();
    SpecDiff.of(production.spec(), staging.spec())
        .forEach(
            line ->
                problems.add(
                    staging.name() + " no longer fits " + production.name() + ": " + line));
    if (staging.streaming()) {
      problems.add(
          staging.name()
              + " has rows in its streaming buffer, which are not copied. Wait, then validate.");
    }
    if (production.streaming()) {
      problems.add(
          production.name()
              + " has rows in its streaming buffer, which no backup holds. Wait, then validate.");
    }
    var known = RowPolicies.of(steps.cloud().warehouse(), production.name());
    var policies = known.orElse(List.of());
    if (known.isEmpty() && steps.plan().finish().by() == Plan.By.SELF) {
      problems.add(RowPolicies.unknown(production.name()));
    }
    if (!policies.isEmpty()) {
      problems.add(
          production.name()
              + " has row access policies, which a copy drops: "
              + String.join(", ", policies));
    }
    if (!staging.location().equalsIgnoreCase(production.location())) {
      problems.add(
          staging.name() + " lies in " + staging.location() + ", not in " + production.location());
    }
    if (!staging.encryption().equals(production.encryption())) {
      problems.add(staging.name() + " has another encryption key than " + production.name());
    }
    expiry(cell.day(), production, steps.now()).ifPresent(problems::add);
    return problems;
  }

  /** A partition older than its table's expiration is dropped as soon as it is written. */
  static Optional<String> expiry(LocalDate day, TableState production, Instant now) {
    return production
        .spec()
        .partitioning()
        .flatMap(by -> by.expiration())
        .filter(kept -> day.atStartOfDay(ZoneOffset.UTC).toInstant().plus(kept).isBefore(now))
        .map(
            kept ->
                production.name()
                    + " keeps partitions for "
                    + kept.toDays()
                    + " days: "
                    + day
                    + " would vanish at once.");
  }

  /** Production may be as it was validated, or as the run's own undo left it. */
  private List<String> written(Cell cell, Optional<Fingerprint> validated, Fingerprint now) {
    var ours = steps.view().production().of(cell);
    return switch (ours.footprint()) {
      case UNTOUCHED, COPYING, RESTORED ->
          validated.isPresent() && validated.get().changesBesidesEtag(now).isEmpty()
              ? List.of()
              : drifted(ours.after().or(() -> validated), now);
      case COPIED, UNPROVED ->
          List.of(
              now.partition()
                  + " was written by this run, and what it holds is not proved. Undo puts its"
                  + " backup back (--undo); then copy again.");
      case RESTORING ->
          List.of(
              "An undo of "
                  + now.partition()
                  + " was begun and has not ended. Undo again (--undo), which goes on with it.");
    };
  }

  private List<String> drifted(Optional<Fingerprint> seen, Fingerprint now) {
    if (seen.isEmpty()) {
      return List.of(now.partition() + " was not looked at when it was validated. Validate again.");
    }
    var changes = seen.get().changesBesidesEtag(now);
    if (changes.isEmpty()) {
      return List.of();
    }
    steps.note(new ProductionFact.Drifted(seen.get(), now));
    return List.of(new DriftedException(seen.get(), now, changes).getMessage());
  }

  private Fingerprint look(TableState table, Cell cell) {
    var warehouse = steps.cloud().warehouse();
    var found = partitions.computeIfAbsent(table.name(), warehouse::partitions);
    var id = cell.day().format(DateTimeFormatter.BASIC_ISO_DATE);
    return Fingerprints.of(table, cell.day(), Optional.ofNullable(found.get(id)));
  }

  private TableState table(TableName name) {
    return tables.computeIfAbsent(
        name,
        n ->
            steps
                .cloud()
                .warehouse()
                .table(n)
                .orElseThrow(() -> CloudException.gone(n, "Run preflight again.")));
  }
}
