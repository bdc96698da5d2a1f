package dev.backfill.ui;

import dev.backfill.confirm.ConfirmationRequest;
import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.report.Format;
import dev.backfill.run.Engine;
import dev.backfill.run.Outcome;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.run.TargetRule;
import dev.backfill.stage.StageKind;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.model.RunModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Runs the engine on one thread of its own, and tells the window's model on the window's. */
public final class RunService implements AutoCloseable {
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("'r'yyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final Clouds clouds;
  private final Path runs;
  private final RunModel model;
  private final Executor window;
  private final Clock clock = Clock.systemUTC();
  private final ExecutorService worker = Executors.newSingleThreadExecutor(RunService::thread);
  private final AtomicReference<RunView> newest = new AtomicReference<>();
  private final AtomicReference<CompletableFuture<Set<String>>> answer = new AtomicReference<>();
  private volatile Engine engine;
  private volatile boolean stopped;

  /**
   * Makes a service; nothing is read.
   *
   * @param runs the folder of journals
   * @param window runs a task on the window's thread
   */
  public RunService(Clouds clouds, Path runs, RunModel model, Executor window) {
    this.clouds = clouds;
    this.runs = runs;
    this.model = model;
    this.window = window;
  }

  /** Looks for runs that have not ended. */
  public void look() {
    submit("look", this::offer);
  }

  /** Begins a new run of a valid plan. */
  public void start(String yaml, Clouds.Place place) {
    begin(() -> run(RUN.format(clock.instant()), PlanFile.read(yaml), place));
  }

  /** Goes on with a run. */
  public void resume(String run, Clouds.Place place) {
    begin(() -> run(run, RunView.of(Journal.read(runs.resolve(run))).plan(), place));
  }

  /** Asks the run to end soon; an open question is declined. */
  public void stop() {
    stopped = true;
    var now = engine;
    if (now != null) {
      now.stop();
    }
    answer(Set.of());
  }

  /** Answers the open question; an empty set declines. */
  public void answer(Set<String> typed) {
    var open = answer.getAndSet(null);
    if (open != null) {
      open.complete(typed);
    }
  }

  /** Writes the shown run's report. */
  public void export(RunView view, Path file, Format format) {
    submit(
        "export",
        () -> {
          Files.writeString(file, format.write(view));
          say("Report written to " + file);
        });
  }

  /** Stops, and lets the thread end. */
  @Override
  public void close() {
    stop();
    worker.shutdown();
  }

  private void begin(Work work) {
    stopped = false;
    model.running().set(true);
    submit(
        "run",
        () -> {
          try {
            work.run();
          } finally {
            engine = null;
            offer();
            window.execute(() -> model.running().set(false));
          }
        });
  }

  private void run(String run, Plan plan, Clouds.Place place) throws Exception {
    say("Opening the cloud");
    var opened = clouds.open(place, plan);
    try (var resources = opened.resources();
        var journal = Journal.open(runs.resolve(run))) {
      window.execute(() -> model.cloud().set(opened.cloud().description()));
      engine = new Engine(run, plan, opened.cloud(), journal, around(run));
      if (stopped) {
        engine.stop();
      }
      say("Run " + run + ": " + word(engine.resume(StageKind.REPORT)));
    }
  }

  private Engine.Surroundings around(String run) {
    return new Engine.Surroundings(
        version(),
        clock,
        RunService::sleep,
        new Asking(),
        new Posting(),
        view -> writeReports(runs.resolve(run), view),
        TargetRule.DEFAULT);
  }

  private static Path writeReports(Path folder, RunView view) throws IOException {
    for (var format : Format.values()) {
      Files.writeString(folder.resolve("report." + format.extension()), format.write(view));
    }
    return folder.resolve("report.html");
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case DONE -> "done";
      case FAILED -> "failed. Mend the cause its page tells, then resume.";
      case REFUSED -> "refused. Its page tells why; resume when that has changed.";
      case STOPPED -> "stopped. Resume when you like.";
      case UNKNOWN -> "the cloud did not answer. Resume to ask it what happened.";
    };
  }

  private void offer() throws IOException {
    var open = Files.isDirectory(runs) ? unfinished() : List.<String>of();
    window.execute(() -> model.unfinished().setAll(open));
  }

  private List<String> unfinished() throws IOException {
    try (var folders = Files.list(runs)) {
      return folders.filter(this::isOpen).map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private boolean isOpen(Path folder) {
    try {
      return RunView.of(Journal.read(folder)).closed().isEmpty();
    } catch (JournalException | IllegalArgumentException e) {
      say("Run " + folder.getFileName() + " cannot be offered: " + e.getMessage());
      return false;
    }
  }

  private void submit(String what, Work work) {
    worker.execute(
        () -> {
          try {
            work.run();
          } catch (InvalidPlan e) {
            say(e.getMessage());
          } catch (Exception e) {
            say(e.getMessage() + " [" + ErrorCode.log(what, e) + "]");
          }
        });
  }

  private void say(String text) {
    window.execute(() -> model.say(text));
  }

  private static void sleep(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  private static String version() {
    var version = RunService.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "run");
    thread.setDaemon(true);
    return thread;
  }

  private interface Work {
    void run() throws Exception;
  }

  /** Posts the newest view; views that the window had no time for are skipped. */
  private final class Posting implements RunListener {
    @Override
    public void changed(RunView view) {
      if (newest.getAndSet(view) == null) {
        window.execute(() -> model.view().set(newest.getAndSet(null)));
      }
    }

    @Override
    public void said(StageKind stage, String text) {
      say(stage + ": " + text);
    }
  }

  private final class Asking implements Operator {
    @Override
    public Set<String> typed(ConfirmationRequest<?> request) {
      var open = new CompletableFuture<Set<String>>();
      answer.set(open);
      // Race: a stop before the line above found nothing to decline.
      if (stopped) {
        answer(Set.of());
      }
      window.execute(() -> model.question().set(request));
      try {
        return open.join();
      } finally {
        window.execute(() -> model.question().set(null));
      }
    }
  }
}
