package dev.backfill.landing;

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
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.BackTo;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Steps;
import java.time.Instant;
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
public final class Gate {
  private static final Action PREFLIGHT = BackTo.PREFLIGHT;

  private final Steps steps;
  private final Map<Cell, CellValidation> validated;

  // A gate is one look: what it read once is not asked for again.
  private final Map<TableName, TableState> tables = new HashMap<>();
  private final Map<TableName, Map<String, PartitionState>> partitions = new HashMap<>();
  private final Map<TableName, Optional<List<String>>> policies = new HashMap<>();

  public Gate(Steps steps) {
    this.steps = steps;
    this.validated = CellValidation.of(steps.view());
  }

  /** What keeps a cell from being copied; empty when nothing does. */
  public List<Problem> problems(Cell cell) {
    return found(cell).stream().map(problem -> problem.inCell(cell.key())).toList();
  }

  private List<Problem> found(Cell cell) {
    var found = validated.get(cell);
    if (found == null) {
      return List.of(again(cell + " is not validated.", "Validate it again."));
    }
    if (!found.opens()) {
      var problems = new ArrayList<Problem>();
      found.deviations().forEach(line -> problems.add(Problem.said(cell + ": " + line)));
      problems.add(
          Problem.of(
              cell + " does not pass validation.",
              "Accept each deviation with a reason, or fix its cause."));
      return problems;
    }
    var production = table(steps.plan().stable(cell.type()).name());
    var staging = table(steps.plan().backfill(cell.type()).name());
    var problems = new ArrayList<>(fitting(cell, production, staging));
    problems.addAll(drifted(found.staging(), look(staging, cell)));
    problems.addAll(written(cell, found.production(), look(production, cell)));
    return problems;
  }

  private static Problem again(String what, String remedy) {
    return Problem.of(what, remedy).with(BackTo.VALIDATE);
  }

  /**
   * What a cell was let through with.
   *
   * @param rows how many were validated
   * @param staging their partition as it is
   * @param production the partition in production as it is
   */
  public record Seen(long rows, Fingerprint staging, Fingerprint production) {}

  /** How a cell stands that has no problem. */
  public Seen seen(Cell cell) {
    return new Seen(
        rows(cell),
        look(table(steps.plan().backfill(cell.type()).name()), cell),
        look(table(steps.plan().stable(cell.type()).name()), cell));
  }

  /** The rows that validation counted in the backfill. */
  long rows(Cell cell) {
    return validated.get(cell).counts().backfill().orElseThrow().rows();
  }

  private List<Problem> fitting(Cell cell, TableState production, TableState staging) {
    var problems = new ArrayList<Problem>();
    SpecDiff.of(production.spec(), staging.spec())
        .forEach(
            line ->
                problems.add(
                    Problem.of(
                        staging.name() + " no longer fits " + production.name() + ": " + line,
                        "Clean up the backfill project, then begin another run.")));
    streaming(staging, "which are not copied").ifPresent(problems::add);
    streaming(production, "which no backup holds").ifPresent(problems::add);
    var known = policies(production.name());
    if (known.isEmpty() && steps.plan().finish().by() == Plan.By.SELF) {
      problems.add(RowPolicies.unknown(production.name(), steps.plan().finish().mode()));
    }
    known
        .filter(found -> !found.isEmpty())
        .map(found -> RowPolicies.dropped(production.name(), found, steps.plan().finish().mode()))
        .ifPresent(problems::add);
    if (!staging.location().equalsIgnoreCase(production.location())) {
      problems.add(
          Problem.of(
              staging.name()
                  + " is in "
                  + staging.location()
                  + ", not in "
                  + production.location()
                  + ".",
              "Set target.location to that location, then begin another run."));
    }
    if (!staging.encryption().equals(production.encryption())) {
      problems.add(
          Problem.of(
              staging.name() + " has another encryption key than " + production.name() + ".",
              "Ask the table's owner which key it is to have."));
    }
    expiry(cell, production, steps.now()).ifPresent(problems::add);
    return problems;
  }

  private static Optional<Problem> streaming(TableState table, String why) {
    return table.streaming()
        ? Optional.of(
            again(
                table.name() + " has rows in its streaming buffer, " + why + ".",
                "Wait until it is flushed, then validate again."))
        : Optional.empty();
  }

  /** A partition older than its table's expiration is dropped as soon as it is written. */
  public static Optional<Problem> expiry(Cell cell, TableState production, Instant now) {
    var begins = cell.day().atStartOfDay(ZoneOffset.UTC).toInstant();
    return production
        .spec()
        .partitioning()
        .flatMap(by -> by.expiration())
        .filter(kept -> begins.plus(kept).isBefore(now))
        .map(
            kept ->
                Problem.of(
                        production.name()
                            + " keeps partitions for "
                            + kept.toDays()
                            + " days: "
                            + cell.day()
                            + " would expire at once.",
                        "Take the day out of the plan, or ask the table's owner.")
                    .inCell(cell.key()));
  }

  /** Production may be as it was validated, or as the run's own undo left it. */
  private List<Problem> written(Cell cell, Optional<Fingerprint> validated, Fingerprint now) {
    var ours = steps.view().production().of(cell);
    return switch (ours.footprint()) {
      case UNTOUCHED, COPYING, RESTORED ->
          validated.isPresent() && validated.get().changesBesidesEtag(now).isEmpty()
              ? List.of()
              : drifted(ours.after().or(() -> validated), now);
      case COPIED, UNPROVED ->
          List.of(
              Problem.of(
                      now.partition() + " was written by this run, and its rows are not proved.",
                      "Undo it, which puts its backup back, then copy again.")
                  .with(Action.undo()));
      case RESTORING ->
          List.of(
              Problem.of(
                      "An undo of " + now.partition() + " was started and has not finished.",
                      "Undo again to continue it.")
                  .with(Action.undo()));
    };
  }

  private List<Problem> drifted(Optional<Fingerprint> seen, Fingerprint now) {
    if (seen.isEmpty()) {
      return List.of(
          again(now.partition() + " was not read when it was validated.", "Validate it again."));
    }
    var changes = seen.get().changesBesidesEtag(now);
    if (changes.isEmpty()) {
      return List.of();
    }
    steps.note(new ProductionFact.Drifted(seen.get(), now));
    return List.of(new DriftedException(seen.get(), now, changes).problem());
  }

  private Fingerprint look(TableState table, Cell cell) {
    var warehouse = steps.cloud().warehouse();
    var found = partitions.computeIfAbsent(table.name(), warehouse::partitions);
    var id = cell.day().format(DateTimeFormatter.BASIC_ISO_DATE);
    return Fingerprints.of(table, cell.day(), Optional.ofNullable(found.get(id)));
  }

  private Optional<List<String>> policies(TableName name) {
    return policies.computeIfAbsent(name, n -> RowPolicies.of(steps.cloud().warehouse(), n));
  }

  private TableState table(TableName name) {
    return tables.computeIfAbsent(
        name,
        n ->
            steps
                .cloud()
                .warehouse()
                .table(n)
                .orElseThrow(() -> CloudException.gone(n, "Run preflight again.", PREFLIGHT)));
  }
}
