package dev.backfill.run;

import dev.backfill.cloud.Patience;
import dev.backfill.stage.StageKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How fast a run's stage goes, measured from when this console began with it: what a former one did
 * says nothing of now. For one thread at a time.
 */
public final class StagePace {
  // A stage of fewer steps, or of seconds, is over before a pace says anything.
  private static final int FEWEST = 10;
  // After one step of 2,579 the rest was told to take 60 hours: it took half of one.
  private static final int ENOUGH = 5;
  private static final Duration SHORTEST = Duration.ofSeconds(5);

  private final Clock clock;
  private final LongSupplier answers;
  private StageKind stage;
  private Instant began = Instant.EPOCH;
  private int doneThen;
  private long answersThen;

  /**
   * How far a stage is, and how fast.
   *
   * @param left what the rest takes at this pace
   * @param requests how many the cloud answers a minute
   */
  public record Now(StageKind stage, StepCount steps, Duration left, long requests) {}

  /** Measures by the requests that clouds answer to this process. */
  public StagePace(Clock clock) {
    this(clock, Patience::answers);
  }

  StagePace(Clock clock, LongSupplier answers) {
    this.clock = clock;
    this.answers = answers;
  }

  /** The pace of the stage that runs; empty while it is too short, or nothing of it was done. */
  public Optional<Now> of(RunView view) {
    var running = view.stages().stream().filter(one -> one.state() == State.RUNNING).findFirst();
    if (running.isEmpty()) {
      stage = null;
      return Optional.empty();
    }
    return of(running.get().kind(), running.get().steps());
  }

  Optional<Now> of(StageKind kind, StepCount steps) {
    var now = clock.instant();
    if (!kind.equals(stage) || steps.done() < doneThen) {
      stage = kind;
      began = now;
      doneThen = steps.done();
      answersThen = answers.getAsLong();
    }
    var took = Duration.between(began, now);
    var done = steps.done() - doneThen;
    if (steps.all() < FEWEST || done < ENOUGH || took.compareTo(SHORTEST) < 0) {
      return Optional.empty();
    }
    var left = took.multipliedBy(steps.all() - steps.done()).dividedBy(done);
    var requests = (answers.getAsLong() - answersThen) * 60_000 / took.toMillis();
    return Optional.of(new Now(kind, steps, left, requests));
  }
}
