package dev.backfill.ui.model;

import dev.backfill.fact.JobFact;
import dev.backfill.fact.JobMeasured;
import dev.backfill.fact.LoadsSeen;
import dev.backfill.fact.Noted;
import dev.backfill.fact.Staged;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The decode job as the page shows it, taken in entry by entry. Times are seconds of the epoch. */
public final class DecodeModel {
  // A quarter of a minute each at most: the last two and a half minutes.
  private static final int SAMPLES = 10;

  private static final Set<String> ENDED =
      Set.of("DONE", "FAILED", "CANCELLED", "DRAINED", "UPDATED");

  private final FactCursor unread = new FactCursor();
  private final Curve current = new Curve();
  private final Curve target = new Curve();
  private final Curve rows = new Curve();
  private final Curve rate = new Curve();
  private final Flow reading = new Flow();
  private final Flow writing = new Flow(rows, rate);
  private final Phases phases = new Phases();
  private final JobTally tally = new JobTally();
  private final StallDetector stillness = new StallDetector();
  private final List<String> reasons = new ArrayList<>();
  private final ObservableList<Message> messages = FXCollections.observableArrayList();
  private final List<Message> said = new ArrayList<>();
  private Optional<Plan> plan = Optional.empty();
  private String job = "";
  private String state = "";
  private boolean simulated;
  private double begun = Double.NaN;
  private double newest = Double.NaN;
  private double ended = Double.NaN;

  /** A job message. */
  public record Message(Instant time, Severity severity, String text) {}

  /** How grave a message is, gravest last. */
  public enum Severity {
    DEBUG,
    DETAILED,
    BASIC,
    WARNING,
    ERROR
  }

  /** One thing that was heard of the job, read already. */
  public interface Heard {
    void tell(DecodeModel model);
  }

  /** What a run has observed since the last call; another run begins an empty page. */
  public List<Noted<?>> unread(RunView view) {
    if (unread.isOther(view)) {
      messages.clear();
      forget();
      tally.clearAll();
    }
    plan = Optional.of(view.plan());
    return unread.of(view);
  }

  /** Reads observations; takes a while for thousands, and touches nothing shown. */
  public static List<Heard> read(List<Noted<?>> observed) {
    return observed.stream().map(DecodeModel::heard).toList();
  }

  /**
   * Takes in what was read.
   *
   * @param due the keys of the cells that the job is for while it runs
   */
  public void take(List<Heard> heard, List<String> due) {
    heard.forEach(one -> one.tell(this));
    if (!isEnded()) {
      tally.cells(due);
    }
    messages.addAll(said);
    said.clear();
  }

  private void forget() {
    List.of(current, target, rows, rate).forEach(Curve::clear);
    reading.clear();
    writing.clear();
    phases.clear();
    tally.clear();
    stillness.clear();
    reasons.clear();
    job = "";
    state = "";
    begun = Double.NaN;
    newest = Double.NaN;
    ended = Double.NaN;
  }

  private static Heard heard(Noted<?> noted) {
    if (noted.fact() instanceof JobFact job) {
      return job.acceptJob(new JobReader(noted.at()));
    }
    return noted.fact() instanceof Staged one ? model -> model.tally.staged(one) : model -> {};
  }

  /** Reads what was heard of the job, at a time of this machine. */
  private record JobReader(Instant at) implements JobFact.Visitor<Heard> {
    @Override
    public Heard stood(JobFact.JobStood fact) {
      return model -> model.stood(fact);
    }

    @Override
    public Heard workers(JobFact.Workers fact) {
      return model -> model.changed(fact);
    }

    @Override
    public Heard said(JobFact.Said fact) {
      var message = new Message(fact.time(), severity(fact.importance()), fact.text());
      return model -> {
        model.said.add(message);
        model.stillness.said(seconds(fact.time()), fact);
        model.seen(seconds(fact.time()));
      };
    }

    @Override
    public Heard counters(JobFact.Counters fact) {
      var sums = CounterSums.of(fact);
      return model -> model.counted(seconds(at), sums);
    }

    @Override
    public Heard measured(JobMeasured fact) {
      return model -> model.measured(fact);
    }

    @Override
    public Heard loads(LoadsSeen fact) {
      return model -> model.loaded(seconds(at), fact);
    }

    @Override
    public Heard outsideCounted(JobFact.OutsideCounted fact) {
      return model -> {
        if (fact.job().equals(model.job)) {
          model.tally.cells(fact.cells().keySet());
        }
      };
    }
  }

  private void stood(JobFact.JobStood fact) {
    var since = seconds(fact.since());
    if (!fact.job().equals(job)) {
      // Another try: its curves begin anew.
      forget();
      begun = since;
    }
    job = fact.job();
    state = fact.state();
    simulated = fact.simulatedWorkers();
    if (state.equals("RUNNING") && rows.size() == 0) {
      // Before it ran, nothing was read and nothing written.
      reading.begin(since);
      writing.begin(since);
    }
    ended = isEnded() ? since : Double.NaN;
    phases.state(since, state);
    stillness.moved(since);
    seen(since);
  }

  private void changed(JobFact.Workers fact) {
    var time = seconds(fact.time());
    stillness.workers(time, fact.current());
    current.add(time, fact.current());
    target.add(time, fact.target());
    reasons.add(fact.text());
    phases.workers(time, fact.current(), fact.target(), fact.kind());
    seen(time);
  }

  private void measured(JobMeasured fact) {
    var before = tally.read();
    var time = seconds(fact.at());
    tally.measured(fact);
    reading.looked(time);
    writing.looked(time);
    if (tally.read() > before) {
      read(time);
    }
    seen(time);
  }

  private void counted(double at, CounterSums newest) {
    var before = tally.read();
    tally.counters(newest);
    var time = writing.time(at);
    reading.counted(time, tally.read());
    writing.counted(time, tally.rows());
    if (tally.read() > before) {
      read(time);
    }
    stillness.moved(time);
    seen(time);
  }

  private void read(double time) {
    phases.read(time, tally.isAllRead());
    stillness.moved(time);
  }

  private void loaded(double time, LoadsSeen fact) {
    tally.loads(fact);
    if (tally.hasLoads() && !isEnded()) {
      phases.loads(time);
    }
    stillness.moved(time);
    seen(time);
  }

  private void seen(double time) {
    begun = Double.isNaN(begun) ? time : begun;
    newest = Double.isNaN(newest) ? time : Math.max(newest, time);
  }

  private static Severity severity(String importance) {
    for (var severity : Severity.values()) {
      if (severity.name().equals(importance)) {
        return severity;
      }
    }
    return Severity.BASIC;
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }

  /** The job's id; empty before it was submitted. */
  public String job() {
    return job;
  }

  /** The job's newest state in Dataflow's word; empty before it was submitted. */
  public String state() {
    return state;
  }

  /** Whether the job has come to an end. */
  public boolean isEnded() {
    return ENDED.contains(state);
  }

  /** Whether the worker counts are the sandbox's simulation. */
  public boolean simulated() {
    return simulated;
  }

  public Curve current() {
    return current;
  }

  public Curve target() {
    return target;
  }

  /** Rows written so far. */
  public Curve rows() {
    return rows;
  }

  /** Rows a second. */
  public Curve rate() {
    return rate;
  }

  /** Why the workers changed, event by event. */
  public List<String> reasons() {
    return reasons;
  }

  /** What the job was at, from its beginning to its end or to now. */
  public List<Phase> phases(double now) {
    return phases.until(end(now));
  }

  /** What the job is at now; empty before it began and after its end. */
  public Optional<Phase.Kind> phase() {
    return phases.now();
  }

  /** Rows a second: now, or of the whole job when it has ended; empty when that is not known. */
  public Optional<Double> rowRate() {
    return isEnded() ? writing.mean() : writing.now();
  }

  /** Records that were staged for the job to read; 0 when that is not known. */
  public long staged() {
    return tally.staged();
  }

  /**
   * How long the rest may take: as if all of it went as fast as the fastest, or as slow as the
   * slowest, of the last few samples in which rows were written.
   */
  public Optional<Pace> pace() {
    var open = staged() - tally.through();
    var fastest = 0.0;
    var slowest = Double.MAX_VALUE;
    for (var i = Math.max(0, rate.size() - SAMPLES); i < rate.size(); i++) {
      if (rate.value(i) > 0) {
        fastest = Math.max(fastest, rate.value(i));
        slowest = Math.min(slowest, rate.value(i));
      }
    }
    return fastest == 0 || open <= 0
        ? Optional.empty()
        : Optional.of(new Pace(60 * rate.lastValue(), span(open / fastest), span(open / slowest)));
  }

  private static Duration span(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  /** Whether the job's counters were heard of. */
  public boolean hasCounters() {
    return tally.hasCounters();
  }

  /** Rows so far. */
  public long written() {
    return tally.rows();
  }

  /** Error rows so far. */
  public long errors() {
    return tally.errors();
  }

  /** Records of which decode is through, as rows, error rows, or left out. */
  public long through() {
    return tally.through();
  }

  /** When the job was first heard of; NaN before. */
  public double begun() {
    return begun;
  }

  /**
   * Until when there is something to show: the job's end, or now while it is watched.
   *
   * @param now seconds of the epoch; what was heard last where that is later, or now is NaN
   */
  public double end(double now) {
    if (!Double.isNaN(ended)) {
      return Math.max(ended, current.size() == 0 ? ended : current.lastTime());
    }
    return Double.isNaN(now) || Double.isNaN(newest) ? newest : Math.max(newest, now);
  }

  /** How long the job took, or takes until now; empty before it began. */
  public Optional<Duration> elapsed(double now) {
    var last = Double.isNaN(ended) ? end(now) : ended;
    return Double.isNaN(begun) || Double.isNaN(last)
        ? Optional.empty()
        : Optional.of(span(Math.max(0, last - begun)));
  }

  /** What keeps the job from going on; empty while it goes on, or has ended. */
  public Optional<StallDetector.Still> stalled(double now) {
    return state.equals("RUNNING") ? stillness.at(now) : Optional.empty();
  }

  /** The first error that the service told of; empty when it told of none. */
  public Optional<String> firstError() {
    return stillness.error();
  }

  /** What the service measured of the job as a whole; empty when it gave nothing. */
  public Optional<JobMeasured> measures() {
    return tally.measured();
  }

  /** What the ids of the job's load jobs begin with; empty before one was seen. */
  public Optional<String> loadPrefix() {
    return tally.loadPrefix();
  }

  /** The job as a graph. */
  public Optional<JobPicture> picture(double now) {
    var stalled = stalled(now).isPresent();
    return plan.map(
        of -> new JobPainter(tally, state, stalled, reading.now(), writing.now()).picture(of));
  }

  /** A line for each document type that the job is for. */
  public List<TypeLine> types() {
    return plan.map(tally::types).orElse(List.of());
  }

  public ObservableList<Message> messages() {
    return messages;
  }
}
