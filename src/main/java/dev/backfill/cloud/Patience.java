package dev.backfill.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * How long a run waits for a cloud that does not answer, and whom it tells meanwhile. What is asked
 * on a thread while {@link #during} runs there has this patience; elsewhere, where someone looks on
 * and can ask again, a call is tried a few times.
 */
public final class Patience {
  /** Waits; a test's does not. */
  public interface Pause {
    void sleep(Duration time) throws InterruptedException;
  }

  // What was begun goes on in the cloud: an outage of half an hour is waited out, with some room.
  private static final Duration WHAT_RUNS = Duration.ofMinutes(45);

  // What was not begun can be begun later by whoever resumes; a short outage needs nobody for that.
  private static final Duration WHAT_IS_NEW = Duration.ofMinutes(10);

  // Where no answer ever came the address, or the network, is wrong: waiting mends neither.
  private static final Duration WHAT_NEVER_ANSWERED = Duration.ofMinutes(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(400);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration FIRST_LINE = Duration.ofSeconds(5);
  private static final Duration LINES = Duration.ofMinutes(1);

  // Pauses of 0.4, 0.8, 1.6 and 3.2 seconds.
  private static final int ATTEMPTS = 5;

  // A sandbox's pauses are cut to a tenth, a test's to nothing: then they end the waiting too.
  private static final int CUT = 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final ThreadLocal<Watch> WATCH = new ThreadLocal<>();

  private static final LongAdder ANSWERS = new LongAdder();

  private final Clock clock;
  private final Pause pause;
  private final Crowd crowd = new Crowd();
  private volatile Instant heard;
  private volatile boolean resumed;

  // Of the outage under way, by whichever of several threads told of it; none once one is answered.
  private Instant toldAt;

  private record Watch(Patience patience, Progress progress) {}

  /** Makes a run's patience. */
  public Patience(Clock clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * The same for a run that goes on: its cloud answered before, so an outage at the beginning is
   * waited out as any later one.
   */
  public Patience resumed() {
    resumed = true;
    return this;
  }

  /** How many of the run's steps may talk to the cloud at once. */
  public Crowd crowd() {
    return crowd;
  }

  /** Does something on this thread with this patience; who watches can stop it. */
  public <T> T during(Progress progress, Supplier<T> action) {
    return bound(new Watch(this, progress), action);
  }

  /** Work for another thread that has the patience of this one. */
  public static Runnable bound(Runnable work) {
    var watch = WATCH.get();
    return () ->
        bound(
            watch,
            () -> {
              work.run();
              return null;
            });
  }

  /**
   * Does what a library does by itself, tries of its own included, without a word: a line says so
   * after five seconds, and then each minute. It is not broken off.
   *
   * @param what is done, as a line begins
   */
  public static <T> T telling(String what, Supplier<T> action) {
    return telling(what, action, FIRST_LINE, LINES);
  }

  static <T> T telling(String what, Supplier<T> action, Duration first, Duration each) {
    var watch = WATCH.get();
    if (watch == null || watch.patience == null) {
      return action.get();
    }
    var since = watch.patience.clock.instant();
    var work = new FutureTask<>(action::get);
    var thread = new Thread(() -> bound(watch, () -> ran(work)), "aside");
    thread.setDaemon(true);
    thread.start();
    for (var wait = first; ; wait = each) {
      try {
        return work.get(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        watch.progress.warn(what + ": under way since " + TIME.format(since) + " UTC.");
      } catch (InterruptedException e) {
        // It is the work's own to end by it, as if it were done here.
        thread.interrupt();
      } catch (ExecutionException e) {
        throw unchecked(e.getCause());
      }
    }
  }

  // A supplier throws nothing else.
  private static RuntimeException unchecked(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return (RuntimeException) thrown;
  }

  private static boolean ran(FutureTask<?> work) {
    work.run();
    return true;
  }

  /**
   * What may be told to whom watches this thread while it asks about something besides: nothing;
   * but a stop of his ends it.
   */
  public static Progress besides() {
    var watch = WATCH.get();
    var watching = watch == null ? Progress.SILENT : watch.progress;
    return new Progress() {
      @Override
      public void say(String text) {}

      @Override
      public boolean stopped() {
        return watching.stopped();
      }

      @Override
      public void pause(Stop.Waiting how) throws InterruptedException {
        watching.pause(how);
      }
    };
  }

  /** Asks once: whoever asks waits himself. */
  public static <T> T once(Supplier<T> action) {
    return bound(new Watch(null, Progress.SILENT), action);
  }

  private static <T> T bound(Watch watch, Supplier<T> action) {
    var before = WATCH.get();
    WATCH.set(watch);
    try {
      return action.get();
    } finally {
      WATCH.set(before);
    }
  }

  /** Notes that the cloud answered, whatever it said. */
  public static void heard() {
    ANSWERS.increment();
    var watch = WATCH.get();
    if (watch != null && watch.patience != null) {
      if (watch.patience.answered()) {
        watch.progress.goesOn();
      }
    }
  }

  /** How many calls clouds have answered to this process so far, whatever they said. */
  public static long answers() {
    return ANSWERS.sum();
  }

  /** Whether an outage was told of, which is over with this. */
  private synchronized boolean answered() {
    var waited = toldAt != null;
    heard = clock.instant();
    toldAt = null;
    return waited;
  }

  /** Whether nobody told of the outage in the last minute: then whoever asks does. */
  private synchronized boolean isToBeTold() {
    var now = clock.instant();
    if (toldAt != null && Duration.between(toldAt, now).compareTo(LINES) < 0) {
      return false;
    }
    toldAt = now;
    return true;
  }

  /**
   * An outage that begins with the first call that is not answered, with the patience of this
   * thread.
   *
   * @param runs whether it is about something that was begun, and goes on in the cloud
   */
  public static Outage outage(boolean runs) {
    return new Outage(WATCH.get(), runs);
  }

  /** The same for what goes on in the cloud, on whatever thread. */
  public Outage outage(Progress progress) {
    return new Outage(new Watch(this, progress), true);
  }

  /** A time in which the cloud does not answer. */
  public static final class Outage {
    private final Watch watch;
    private final boolean runs;
    private Instant since;
    private Duration slept = Duration.ZERO;
    private Duration told;
    private Duration next = FIRST_PAUSE;
    private int attempts;

    private Outage(Watch watch, boolean runs) {
      this.watch = watch;
      this.runs = runs;
    }

    /**
     * Waits before the next try; false when it is not worth waiting any longer. A line says so
     * after five seconds, and then each minute.
     *
     * @param what went without an answer, and why
     * @throws StoppedException when the operator asked to stop
     */
    public boolean goesOn(String what) {
      return goesOn(what, false);
    }

    /**
     * The same where an answer came, and said that it was asked too often: what others are answered
     * meanwhile does not end that.
     */
    public boolean goesOnAsking(String what) {
      if (watch != null && watch.patience != null) {
        watch.patience.crowd.tooOften();
      }
      return goesOn(what, true);
    }

    private boolean goesOn(String what, boolean answered) {
      if (watch == null) {
        return ++attempts < ATTEMPTS && paused(time -> Thread.sleep(time.toMillis()));
      } else if (watch.patience == null) {
        return false;
      }
      var patience = watch.patience;
      if (since == null) {
        since = patience.clock.instant();
      }
      var elapsed = elapsed();
      if (elapsed.compareTo(limit()) >= 0 && (answered || isSilent())
          || elapsed.compareTo(WHAT_RUNS) >= 0) {
        return false;
      }
      tell(answered ? "Asked too often since " : "No answer since ", what, elapsed);
      stopIfAsked(what);
      var goesOn = paused(time -> watch.progress.pause(() -> patience.pause.sleep(time)));
      stopIfAsked(what);
      return goesOn;
    }

    private Duration elapsed() {
      var byClock = Duration.between(since, watch.patience.clock.instant());
      var bySleep = slept.dividedBy(CUT);
      return byClock.compareTo(bySleep) > 0 ? byClock : bySleep;
    }

    private Duration limit() {
      if (runs) {
        return WHAT_RUNS;
      } else if (watch.patience.heard != null) {
        return WHAT_IS_NEW;
      }
      return watch.patience.resumed ? WHAT_RUNS : WHAT_NEVER_ANSWERED;
    }

    // What another thread was answered meanwhile ended that outage: this is another one.
    private boolean isSilent() {
      var heard = watch.patience.heard;
      return heard == null
          || heard.isBefore(since)
          || Duration.between(heard, watch.patience.clock.instant()).compareTo(limit()) >= 0;
    }

    private void tell(String how, String what, Duration elapsed) {
      if (elapsed.compareTo(told == null ? FIRST_LINE : told.plus(LINES)) < 0
          || !watch.patience.isToBeTold()) {
        return;
      }
      told = elapsed;
      var minutes = elapsed.toMinutes();
      watch.progress.waits(
          how
              + TIME.format(since)
              + " UTC"
              + (minutes == 0 ? "" : " (" + minutes + (minutes == 1 ? " minute)" : " minutes)"))
              + ", asking again until "
              + TIME.format(since.plus(limit()))
              + ". "
              + what);
    }

    private void stopIfAsked(String what) {
      if (watch.progress.stopped()) {
        throw new StoppedException(
            "Stopped by you while the cloud did not answer. " + what, "Resume to ask it again.");
      }
    }

    private boolean paused(Pause pause) {
      try {
        pause.sleep(next);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      slept = slept.plus(next);
      var twice = next.multipliedBy(2);
      next = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      return true;
    }
  }
}
