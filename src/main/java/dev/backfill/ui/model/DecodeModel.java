package dev.backfill.ui.model;

import dev.backfill.fact.JobFact;
import dev.backfill.fact.Noted;
import dev.backfill.fact.Staged;
import dev.backfill.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The decode job as the page shows it, taken in entry by entry. Times are seconds of the epoch. */
public final class DecodeModel {
  // A quarter of a minute each at most: the last two and a half minutes.
  private static final int SAMPLES = 10;

  private final Unread unread = new Unread();
  private final Curve current = new Curve();
  private final Curve target = new Curve();
  private final Curve rows = new Curve();
  private final Curve rate = new Curve();
  private final List<String> reasons = new ArrayList<>();
  private final ObservableList<Message> messages = FXCollections.observableArrayList();
  private final List<Message> said = new ArrayList<>();
  private final Map<String, Long> staged = new HashMap<>();
  private String job = "";
  private String state = "";
  private boolean simulated;
  private long errors;
  private double begun = Double.NaN;
  private double newest = Double.NaN;

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
      staged.clear();
      forget();
    }
    return unread.of(view);
  }

  /** Reads observations; takes a while for thousands, and touches nothing shown. */
  public static List<Heard> read(List<Noted<?>> observed) {
    return observed.stream().map(DecodeModel::heard).toList();
  }

  /** Takes in what was read. */
  public void take(List<Heard> heard) {
    heard.forEach(one -> one.tell(this));
    messages.addAll(said);
    said.clear();
  }

  private void forget() {
    List.of(current, target, rows, rate).forEach(Curve::clear);
    reasons.clear();
    job = "";
    state = "";
    errors = 0;
    begun = Double.NaN;
    newest = Double.NaN;
  }

  private static Heard heard(Noted<?> noted) {
    if (noted.fact() instanceof JobFact job) {
      return job.acceptJob(new JobReader(noted.at()));
    }
    return noted.fact() instanceof Staged one
        ? model -> model.staged.put(one.cell(), one.rows())
        : model -> {};
  }

  /** Reads what was heard of the job, at a time of this machine. */
  private record JobReader(Instant at) implements JobFact.Visitor<Heard> {
    @Override
    public Heard stood(JobFact.JobStood fact) {
      return model -> {
        if (!fact.job().equals(model.job)) {
          // Another try: its curves begin anew.
          model.forget();
        }
        model.job = fact.job();
        model.state = fact.state();
        model.simulated = fact.simulatedWorkers();
        model.seen(seconds(at));
      };
    }

    @Override
    public Heard workers(JobFact.Workers fact) {
      var time = seconds(fact.time());
      return model -> {
        model.current.add(time, fact.current());
        model.target.add(time, fact.target());
        model.reasons.add(fact.text());
        model.seen(time);
      };
    }

    @Override
    public Heard said(JobFact.Said fact) {
      var message = new Message(fact.time(), severity(fact.importance()), fact.text());
      return model -> {
        model.said.add(message);
        model.seen(seconds(fact.time()));
      };
    }

    @Override
    public Heard counters(JobFact.Counters fact) {
      var written = fact.sum("backfill/rows/");
      var broken = fact.sum("backfill/errors/");
      return model -> model.counted(seconds(at), written, broken);
    }

    @Override
    public Heard outsideCounted(JobFact.OutsideCounted fact) {
      return model -> {};
    }
  }

  private void counted(double time, long written, long broken) {
    errors = broken;
    if (rows.size() > 0 && time > rows.lastTime()) {
      rate.add(rows.lastTime(), Math.max(0, written - rows.lastValue()) / (time - rows.lastTime()));
    }
    rows.add(time, written);
    seen(time);
  }

  private void seen(double time) {
    begun = Double.isNaN(begun) ? time : Math.min(begun, time);
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

  /** Rows that were staged for the job to read; 0 when that is not known. */
  public long staged() {
    return staged.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * How long the rest may take: as if all of it went as fast as the fastest, or as slow as the
   * slowest, of the last few samples in which rows were written.
   */
  public Optional<Pace> pace() {
    var open = staged() - rows.lastValue() - errors;
    var fastest = 0.0;
    var slowest = Double.MAX_VALUE;
    for (var i = Math.max(0, rate.size() - SAMPLES); i < rate.size(); i++) {
      if (rate.value(i) > 0) {
        fastest = Math.max(fastest, rate.value(i));
        slowest = Math.min(slowest, rate.value(i));
      }
    }
    return fastest == 0 || !(open > 0)
        ? Optional.empty()
        : Optional.of(
            new Pace(60 * rate.lastValue(), seconds(open / fastest), seconds(open / slowest)));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofSeconds(Math.round(seconds));
  }

  /** Error rows so far. */
  public long errors() {
    return errors;
  }

  /** When the job was first heard of; NaN before. */
  public double begun() {
    return begun;
  }

  /** When something was heard of the job last; NaN before. */
  public double newest() {
    return newest;
  }

  public ObservableList<Message> messages() {
    return messages;
  }
}
