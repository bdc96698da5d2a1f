package dev.backfill.stages;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.JobService;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.cloud.JobService.JobState;
import dev.backfill.cloud.JobService.State;
import dev.backfill.cloud.Patience;
import dev.backfill.cloud.StoppedException;
import dev.backfill.fact.JobFact;
import dev.backfill.run.Steps;
import dev.backfill.text.Visible;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Watches a Dataflow job to its end, and keeps its events, messages and counters in the journal.
 */
final class JobWatch {
  // The service's own cadence for states and messages; counters change each third time at most.
  private static final Duration CADENCE = Duration.ofSeconds(5);
  private static final int COUNTERS_EACH = 3;

  // The graph of a job of hundreds of tables is a megabyte: once a minute, with the counters.
  private static final int GRAPH_EACH = 12;

  // Half a minute for the counters to be added up after the job's end.
  private static final int SETTLING = 6;

  // With a look each five seconds: ten minutes in which nothing was heard.
  private static final int STILL = 120;

  private final Steps steps;
  private final JobService jobs;
  private final JobKey job;
  private final JobMessages messages;
  private final JobFigures figures;
  private final Set<String> advised = new HashSet<>();
  private String state = "";
  private int heard;
  private int still;

  JobWatch(Steps steps, JobKey job) {
    this.steps = steps;
    this.jobs = steps.cloud().jobs();
    this.job = job;
    this.messages = JobMessages.of(steps.view());
    this.figures = new JobFigures(steps, job, this::note);
  }

  /** The state the job ended in; the operator's stop leaves it running. */
  JobState untilEnd() {
    Patience.Outage outage = null;
    for (var round = 0; ; round++) {
      try {
        var asked = round;
        var now = Patience.once(() -> look(asked));
        if (now.state().ended()) {
          return last(now);
        }
        steps.answered(true);
        outage = null;
        pause();
      } catch (CloudException e) {
        outage = outage == null ? steps.patience().outage(steps.progress()) : outage;
        steps.answered(false);
        var what = "The job continues without the console. " + e.problem().what();
        if (e.kind() != CloudException.Kind.UNAVAILABLE || !outage.goesOn(what)) {
          throw e.about("Job " + job.id());
        }
      }
    }
  }

  Map<String, Long> counters() {
    return figures.counters();
  }

  private JobState look(int round) {
    var before = heard;
    var now = jobs.state(job);
    if (now.state().ended()) {
      return now;
    }
    keepState(now);
    messages.take(jobs.messages(job, messages.since()), this::heard);
    // When the first record is read is worth a look each time.
    if (round % COUNTERS_EACH == 0 || figures.counters().isEmpty()) {
      figures.take(now, round % GRAPH_EACH == 0);
    }
    steps.progress().say("Job " + job.id() + " is " + now.word());
    still = heard == before ? still + 1 : 0;
    if (still > 0 && still % STILL == 0) {
      warn(now);
    }
    return now;
  }

  private void warn(JobState now) {
    var minutes = CADENCE.multipliedBy(still).toMinutes();
    steps.note(
        JobFact.Said.warning(
            steps.now(),
            "Job "
                + job.id()
                + " is "
                + now.word()
                + ", but for "
                + minutes
                + " minutes nothing was heard of it: no row, no message, no worker. Look at it in"
                + " the Dataflow console; if it stands still, cancel it and resume to start it"
                + " anew."));
  }

  /**
   * What is left to hear of a job that has ended. Its end is noted after its figures: a page that
   * shows one beside the other never shows those of a minute before.
   */
  private JobState last(JobState ended) {
    hearLast();
    figures.take(ended, true);
    for (var i = 0; i < SETTLING && ended.state() == State.DONE && !figures.isSettled(); i++) {
      // Race: the service adds up its workers' counters some seconds after the job's end.
      steps.progress().say("Job " + job.id() + " is DONE; its counters are being added up");
      pause();
      figures.take(ended, false);
    }
    if (ended.state() == State.DONE && !figures.isSettled()) {
      note(JobFact.Said.warning(steps.now(), figures.unsettled()));
    }
    keepState(ended);
    return ended;
  }

  // It has ended whether its last messages may be read or not.
  private void hearLast() {
    try {
      messages.take(jobs.messages(job, messages.since()), this::note);
    } catch (CloudException e) {
      note(JobFact.Said.warning(steps.now(), "Its last messages are not known: " + e.getMessage()));
    }
  }

  /** What is known to have an advice carries it, while there is time to follow it. */
  private void heard(JobFact fact) {
    note(fact);
    if (fact instanceof JobFact.Said said && !said.isMinor()) {
      JobAdvice.of(said.text())
          .filter(advised::add)
          .ifPresent(
              advice -> {
                note(JobFact.Said.warning(steps.now(), advice));
                steps.progress().warn(Visible.line(said.text()) + " " + advice);
              });
    }
  }

  private void keepState(JobState now) {
    if (!now.word().equals(state)) {
      state = now.word();
      note(new JobFact.JobStood(job.id(), state, now.since(), now.simulatedWorkers()));
    }
  }

  private void note(JobFact fact) {
    heard++;
    steps.note(fact);
  }

  private void pause() {
    try {
      steps.pause(CADENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException(
          "Interrupted. Job " + job.id() + " continues in the cloud.", "Resume to watch it again.");
    }
    if (steps.stopped()) {
      throw new StoppedException(
          "Stopped by you. Job " + job.id() + " continues in the cloud.",
          "Resume to watch it again.");
    }
  }
}
