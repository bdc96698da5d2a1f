package dev.backfill.run;

import dev.backfill.problem.Problem;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.PVector;

/**
 * One stage as it stands: its steps, in the order they were first tried.
 *
 * @param text what the stage as a whole came to; empty before its end
 * @param steps how far it is, by the steps that it declares
 * @param busy how long its steps were under way
 * @param code the log's mark of what went wrong; empty where nothing did
 * @param problems what is wrong with the stage as a whole, and what to do; empty where nothing is
 */
public record StageView(
    StageKind kind,
    State state,
    String text,
    Optional<String> code,
    List<Problem> problems,
    List<StageLine> lines,
    StepCount steps,
    BusyTime busy) {

  public StageView {
    problems = List.copyOf(problems);
    // Those of a fold never change; a copy at each entry made a run of n cells cost n².
    lines = lines instanceof PVector ? lines : List.copyOf(lines);
  }

  /** The subjects of the steps that were done, and taken back since. */
  public List<String> past() {
    return lines.stream()
        .filter(line -> line.state() == State.UNDONE)
        .map(line -> line.step().subject())
        .toList();
  }

  public Optional<Instant> started() {
    return lines.stream().map(StageLine::started).min(Instant::compareTo);
  }

  /** When its last step ended; empty while one runs. */
  public Optional<Instant> ended() {
    return state == State.RUNNING || state == State.WAITING
        ? Optional.empty()
        : lines.stream().flatMap(line -> line.ended().stream()).max(Instant::compareTo);
  }
}
