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
 * @param bytes read: by the jobs that ran, else by the dry runs of its queries
 * @param cells how many cells these queries were about together; 1 where it was this step's alone
 * @param slotTime of the job's slots together; empty where the service did not tell
 * @param took from its begin to its end; empty while it runs
 */
public record StepCost(
    Optional<Long> bytes, int cells, Optional<Duration> slotTime, Optional<Duration> took) {

  /** The cost of the newest try of a step. */
  public static StepCost of(RunView view, StageLine line) {
    var staged = staged(view, line);
    var sent = staged.isPresent() ? Optional.<Sent>empty() : sent(view, line);
    return new StepCost(
        staged.map(Staged::bytes).or(() -> sent.map(StepCost::bytes)),
        sent.map(one -> one.cells().size()).orElse(1),
        staged
            .map(Staged::slotMillis)
            .or(() -> sent.flatMap(StepCost::slotMillis))
            .map(Duration::ofMillis),
        // A step that was taken back has the end of that.
        line.ended()
            .filter(end -> line.state() != State.UNDONE)
            .map(end -> Duration.between(line.started(), end)));
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

  private static Optional<Sent> sent(RunView view, StageLine line) {
    return view.each(line.step().stage(), Sent.class).stream()
        .filter(sent -> sent.cells().contains(line.step().subject()))
        .reduce((first, second) -> second);
  }

  /** What the queries' jobs processed; of those that told nothing, what their dry runs said. */
  private static long bytes(Sent sent) {
    return sent.statements().stream()
        .mapToLong(one -> one.ran().map(Sent.Ran::bytes).orElse(one.bytes()))
        .sum();
  }

  private static Optional<Long> slotMillis(Sent sent) {
    return sent.statements().stream()
        .flatMap(one -> one.ran().stream())
        .map(Sent.Ran::slotMillis)
        .reduce(Long::sum);
  }

  /** In words, a part for each of what is known: {@code 1.3 TB read}. */
  public List<String> words() {
    var words = new ArrayList<String>();
    var together = cells > 1 ? " for " + Amounts.of(cells, "cell") + " together" : "";
    bytes.ifPresent(n -> words.add(Amounts.bytes(n) + " read" + together));
    slotTime.ifPresent(time -> words.add(Amounts.span(time) + " of slot time"));
    took.ifPresent(time -> words.add("took " + Amounts.span(time)));
    return words;
  }
}
