package dev.backfill.ui.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
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
  public List<Entry.Observed> unread(RunView view) {
    if (unread.isOther(view)) {
      messages.clear();
      staged.clear();
      forget();
    }
    return unread.of(view);
  }

  /** Reads observations; takes a while for thousands, and touches nothing shown. */
  public static List<Heard> read(List<Entry.Observed> observed) {
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

  private static Heard heard(Entry.Observed observed) {
    var value = observed.value();
    if (observed.stage() == StageKind.DECODE) {
      return switch (observed.topic()) {
        case "workers" -> workers(value);
        case "messages" -> message(value);
        case "counters" -> counters(seconds(observed.at()), value);
        case "state" -> state(seconds(observed.at()), value);
        // A newer console may observe more than this page shows.
        default -> model -> {};
      };
    }
    var cell = value.path("cell").asText();
    var rows = value.path("rows").asLong();
    return observed.topic().equals("staged") ? model -> model.staged.put(cell, rows) : model -> {};
  }

  private static Heard state(double at, JsonNode value) {
    var id = value.path("job").asText();
    var word = value.path("state").asText();
    var simulated = value.path("simulated_workers").asBoolean();
    return model -> {
      if (!id.equals(model.job)) {
        // Another try: its curves begin anew.
        model.forget();
      }
      model.job = id;
      model.state = word;
      model.simulated = simulated;
      model.seen(at);
    };
  }

  private static Heard workers(JsonNode value) {
    var time = seconds(Instant.parse(value.path("time").asText()));
    var now = value.path("current").asLong();
    var wanted = value.path("target").asLong();
    var why = value.path("text").asText();
    return model -> {
      model.current.add(time, now);
      model.target.add(time, wanted);
      model.reasons.add(why);
      model.seen(time);
    };
  }

  private static Heard counters(double time, JsonNode value) {
    var written = sum(value, "backfill/rows/");
    var broken = sum(value, "backfill/errors/");
    return model -> model.counted(time, written, broken);
  }

  /** The job counts by document type. */
  private static long sum(JsonNode counters, String prefix) {
    var sum = 0L;
    for (var names = counters.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      sum += name.startsWith(prefix) ? counters.path(name).asLong() : 0;
    }
    return sum;
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

  private static Heard message(JsonNode node) {
    var time = Instant.parse(node.path("time").asText());
    var message =
        new Message(time, severity(node.path("importance").asText()), node.path("text").asText());
    return model -> {
      model.said.add(message);
      model.seen(seconds(time));
    };
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
