package dev.backfill.run;

import dev.backfill.problem.Problem;
import dev.backfill.stage.Step;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step as window, report and printer show it.
 *
 * @param job the newest attempt's job id
 * @param text what the newest attempt said
 * @param code the log's mark of what went wrong; empty where nothing did
 * @param problems what is wrong, and what to do; empty where nothing is
 */
public record StageLine(
    Step step,
    State state,
    int attempt,
    Optional<String> job,
    Instant started,
    Optional<Instant> ended,
    String text,
    Optional<String> code,
    List<Problem> problems) {
  public StageLine {
    problems = List.copyOf(problems);
  }

  /** The line in another state, for which no step ran. */
  StageLine with(State now, String said) {
    return new StageLine(
        step, now, attempt, job, started, ended, said, Optional.empty(), List.of());
  }
}
