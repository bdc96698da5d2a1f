package dev.backfill.run;

import dev.backfill.check.CheckKind;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Counts;
import dev.backfill.check.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operator's acceptance of what does not pass in one cell.
 *
 * @param cell the cell's key
 * @param deviations what was accepted, in the words of the console that was asked
 * @param counts what was counted last when it was said; empty when the journal lost that
 * @param playbook the run's, by whose checks alone they deviate
 */
public record Acceptance(
    Instant at,
    String cell,
    String reason,
    List<String> deviations,
    Optional<Counts> counts,
    Playbook playbook) {

  /**
   * Whether later counts deviate exactly as those that were accepted. They are compared, and not
   * the words: another version may say the same otherwise.
   */
  public boolean covers(Counts now) {
    return now.cell().key().equals(cell)
        && counts.filter(then -> deviating(then).equals(deviating(now))).isPresent();
  }

  /**
   * Whether what does not pass once production was written is no more than what was accepted: by
   * the checks, for production's own numbers are others by then.
   */
  public boolean coversAfterCopy(Counts now) {
    return now.cell().key().equals(cell)
        && counts.filter(then -> kinds(then).containsAll(kinds(now))).isPresent();
  }

  private Set<CheckKind> kinds(Counts counts) {
    return deviating(counts).stream().map(CheckResult::kind).collect(Collectors.toSet());
  }

  /** The checks that do not pass. */
  private List<CheckResult> deviating(Counts counts) {
    return playbook.check(counts).stream().filter(one -> one.verdict() != Verdict.PASS).toList();
  }
}
