package dev.backfill.run;

import dev.backfill.fact.Sent;
import dev.backfill.fact.Staged;
import dev.backfill.stage.Slice;
import dev.backfill.text.Amounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step asked of BigQuery, as far as that is known.
 *
 * @param bytes read: by the job that ran, else by the dry runs of its queries
 * @param slotTime of the job's slots together; empty where the service did not tell
 * @param took from its begin to its end; empty while it runs
 */
public record StepCost(Optional<Long> bytes, Optional<Duration> slotTime, Optional<Duration> took) {

  /** The cost of the newest try of a step. */
  public static StepCost of(RunView view, StageLine line) {
    var staged = staged(view, line);
    return new StepCost(
        staged.map(Staged::bytes).or(() -> queried(view, line)),
        staged.map(Staged::slotMillis).map(Duration::ofMillis),
        line.ended().map(end -> Duration.between(line.started(), end)));
  }

  /** What the job of a cell, or of a slice of it, came to. */
  private static Optional<Staged> staged(RunView view, StageLine line) {
    return view.each(line.step().stage(), Staged.class).stream()
        .filter(one -> isOf(one, line.step().planned().subject()))
        .reduce((first, second) -> second);
  }

  private static boolean isOf(Staged one, String subject) {
    if (one.slice() == 0) {
      return subject.equals(one.cell());
    }
    // The hours of a slice tell into how many the day is cut.
    return subject.startsWith(one.cell() + " ")
        && Slice.in(subject).filter(slice -> slice.number() == one.slice()).isPresent();
  }

  private static Optional<Long> queried(RunView view, StageLine line) {
    return view.each(line.step().stage(), Sent.class).stream()
        .filter(sent -> sent.cell().equals(line.step().subject()))
        .reduce((first, second) -> second)
        .map(sent -> sent.statements().stream().mapToLong(Sent.Statement::bytes).sum());
  }

  /** In words, a part for each of what is known: {@code 1.3 TB read}. */
  public List<String> words() {
    var words = new ArrayList<String>();
    bytes.ifPresent(n -> words.add(Amounts.bytes(n) + " read"));
    slotTime.ifPresent(time -> words.add(Amounts.span(time) + " of slot time"));
    took.ifPresent(time -> words.add("took " + Amounts.span(time)));
    return words;
  }
}
