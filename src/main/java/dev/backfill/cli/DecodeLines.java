package dev.backfill.cli;

import dev.backfill.cloud.DecodeJob;
import dev.backfill.fact.JobFact.Counters;
import dev.backfill.fact.JobFact.JobStood;
import dev.backfill.fact.JobFact.Workers;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.run.RunView;
import dev.backfill.run.Spending;
import dev.backfill.run.Stage;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** How far a job is, for who has no window: whenever its state changes, and once a minute. */
final class DecodeLines {
  private static final String OWN = DecodeJob.NAMESPACE + "/";
  private static final Duration EACH = Duration.ofMinutes(1);

  private final Clock clock;
  private RunView view;
  private StageKind job;
  private String state = "";
  private Instant told = Instant.EPOCH;

  DecodeLines(Clock clock) {
    this.clock = clock;
  }

  /** A line, when the run's newest entry changed the job's state, or a minute is over. */
  Optional<String> changed(RunView now) {
    view = now;
    job =
        now.stages().stream()
            .filter(stage -> stage.state() == State.RUNNING)
            .filter(stage -> now.playbook().stage(stage.kind()).page() == Stage.Page.JOB)
            .map(stage -> stage.kind())
            .findFirst()
            .orElse(null);
    return line();
  }

  /** A line, when a minute is over in which the job was heard of. */
  Optional<String> said(StageKind stage) {
    return stage.equals(job) ? line() : Optional.empty();
  }

  private Optional<String> line() {
    var stood = job == null ? Optional.<JobStood>empty() : view.newest(job, JobStood.class);
    if (stood.isEmpty()) {
      return Optional.empty();
    }
    var now = clock.instant();
    var is = stood.get().job() + " " + stood.get().state();
    if (is.equals(state) && now.isBefore(told.plus(EACH))) {
      return Optional.empty();
    }
    state = is;
    told = now;
    return Optional.of(text(stood.get()));
  }

  private String text(JobStood stood) {
    var workers = view.newest(job, Workers.class).map(Workers::current).orElse(0L);
    var text =
        String.format(
            Locale.ROOT,
            "%s: %s, %,d %s",
            job,
            stood.state(),
            workers,
            workers == 1 ? "worker" : "workers");
    return (view.plan().template().isPresent() ? text + loaded() : text + counted()) + spent();
  }

  private String spent() {
    return Spending.of(view, clock.instant()).map(one -> "; " + one.brief()).orElse("");
  }

  private String counted() {
    var counters = view.newest(job, Counters.class);
    return String.format(
        Locale.ROOT,
        ", %,d rows, %,d that cannot be decoded",
        counters.map(c -> c.sum(OWN + DecodeJob.ROWS)).orElse(0L),
        counters.map(c -> c.sum(OWN + DecodeJob.ERRORS)).orElse(0L));
  }

  /** A decoder of an organisation's own counts by names of its own: what it loaded is known. */
  private String loaded() {
    return view.newest(job, LoadsSeen.class)
        .map(
            seen ->
                seen.tables().entrySet().stream()
                    .filter(table -> !table.getKey().equals(LoadsSeen.TEMPORARY))
                    .mapToLong(table -> table.getValue().rows().orElse(0L))
                    .sum())
        .map(rows -> String.format(Locale.ROOT, ", %,d rows and error rows loaded", rows))
        .orElse("");
  }
}
