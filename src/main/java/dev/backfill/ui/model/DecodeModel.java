package dev.backfill.ui.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.journal.Entry;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The decode job as the page shows it, taken in entry by entry. Times are seconds of the epoch. */
public final class DecodeModel {
  private final Unread unread = new Unread();
  private final Curve current = new Curve();
  private final Curve target = new Curve();
  private final Curve rows = new Curve();
  private final Curve rate = new Curve();
  private final List<String> reasons = new ArrayList<>();
  private final ObservableList<Message> messages = FXCollections.observableArrayList();
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

  /** Takes in what a run has observed since. */
  public void update(RunView view) {
    if (unread.isOther(view)) {
      messages.clear();
      forget();
    }
    var said = new ArrayList<Message>();
    for (var observed : unread.of(view)) {
      if (observed.stage() == StageKind.DECODE) {
        take(observed, said);
      }
    }
    messages.addAll(said);
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

  private void take(Entry.Observed observed, List<Message> said) {
    var value = observed.value();
    switch (observed.topic()) {
      case "workers" -> workers(value);
      case "messages" -> said.add(message(value));
      case "counters" -> counters(observed.at(), value);
      case "state" -> state(observed.at(), value);
      default -> {
        // A newer console may observe more than this page shows.
      }
    }
  }

  private void state(Instant at, JsonNode value) {
    var id = value.path("job").asText();
    if (!id.equals(job)) {
      // Another try: its curves begin anew.
      forget();
    }
    job = id;
    state = value.path("state").asText();
    simulated = value.path("simulated_workers").asBoolean();
    seen(seconds(at));
  }

  private void workers(JsonNode value) {
    var time = seconds(Instant.parse(value.path("time").asText()));
    current.add(time, value.path("current").asLong());
    target.add(time, value.path("target").asLong());
    reasons.add(value.path("text").asText());
    seen(time);
  }

  private void counters(Instant at, JsonNode value) {
    var time = seconds(at);
    var written = value.path("backfill/rows").asLong();
    errors = value.path("backfill/errors").asLong();
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

  private Message message(JsonNode node) {
    var time = Instant.parse(node.path("time").asText());
    seen(seconds(time));
    return new Message(
        time, severity(node.path("importance").asText()), node.path("text").asText());
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
