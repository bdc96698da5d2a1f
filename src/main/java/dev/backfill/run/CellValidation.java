package dev.backfill.run;

import dev.backfill.check.CheckResult;
import dev.backfill.check.Counts;
import dev.backfill.check.Verdict;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.CountFact.Counted;
import dev.backfill.fact.CountFact.Fingerprinted;
import dev.backfill.plan.Cell;
import dev.backfill.run.Stage.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What validation found in one cell: the newest counts, the partitions as they were when the
 * counting began, and the operator's acceptance of what does not pass.
 */
public record CellValidation(
    Playbook playbook,
    Counts counts,
    Optional<Fingerprint> staging,
    Optional<Fingerprint> production,
    Optional<String> reason) {
  /**
   * The newest validation of every cell that has one, by cell; what was found about a cell that is
   * wanted once more counts no more.
   */
  public static Map<Cell, CellValidation> of(RunView view) {
    var all = new LinkedHashMap<Cell, CellValidation>();
    var prints = new LinkedHashMap<String, Fingerprinted>();
    view.each(Role.VALIDATES, Fingerprinted.class).forEach(one -> prints.put(one.cell(), one));
    for (var counted : view.each(Role.VALIDATES, Counted.class)) {
      var counts = counted.counts();
      var key = counts.cell().key();
      if (view.choices().uncounted().contains(key)) {
        continue;
      }
      all.put(
          counts.cell(),
          new CellValidation(
              view.playbook(),
              counts,
              Optional.ofNullable(prints.get(key)).flatMap(Fingerprinted::staging),
              Optional.ofNullable(prints.get(key)).flatMap(Fingerprinted::production),
              reason(view, counts)));
    }
    return all;
  }

  /** Why the operator accepted exactly what does not pass in these counts, if that happened. */
  public static Optional<String> reason(RunView view, Counts counts) {
    return view.accepted().stream()
        .filter(one -> one.covers(counts))
        .reduce((first, second) -> second)
        .map(Acceptance::reason);
  }

  /** What the cell comes to, as far as it is not left out. */
  public Standing standing() {
    var standing = Standing.of(counts, playbook.check(counts));
    var stands = standing == Standing.FAIL || standing == Standing.UNKNOWN;
    return stands && reason.isPresent() ? Standing.ACCEPTED : standing;
  }

  /** The cells that the run works on and that have something to do, as far as that is known. */
  public static List<Cell> due(RunView view) {
    var all = of(view);
    return view.cells().stream()
        .filter(cell -> !all.containsKey(cell) || !all.get(cell).counts().isVoid())
        .toList();
  }

  /** A line for each check that does not pass. */
  public List<String> deviations() {
    return deviations(playbook.check(counts));
  }

  public static List<String> deviations(List<CheckResult> checks) {
    return checks.stream()
        .filter(one -> one.verdict() != Verdict.PASS)
        .map(CheckResult::toString)
        .toList();
  }

  /** Whether every check passes, or the operator accepted exactly what does not. */
  public boolean opens() {
    return standing() == Standing.PASS || standing() == Standing.ACCEPTED;
  }
}
