package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.journal.Entry;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as its journal tells it. Always computed, never stored: window, report and printer render
 * the same view.
 */
public record RunView(
    Entry.Opened opened,
    Plan plan,
    List<StageView> stages,
    List<Entry.Observed> observed,
    List<Entry.Agreed> agreed,
    Optional<Entry.Closed> closed) {

  /** Stage ends are steps too: this subject says that all of a stage's steps are through. */
  public static final String WHOLE = "whole";

  /**
   * Folds a journal.
   *
   * @throws IllegalArgumentException when the entries do not begin a run
   */
  public static RunView of(List<Entry> entries) {
    return of(plan(opened(entries)), entries);
  }

  /** Folds a journal whose plan has been read already. */
  static RunView of(Plan plan, List<Entry> entries) {
    var lines = lines(entries);
    return new RunView(
        opened(entries),
        plan,
        List.of(StageKind.values()).stream().map(kind -> stage(kind, lines)).toList(),
        only(entries, Entry.Observed.class),
        only(entries, Entry.Agreed.class),
        only(entries, Entry.Closed.class).stream().findFirst());
  }

  /** The view of one stage. */
  public StageView stage(StageKind kind) {
    return stages.get(kind.ordinal());
  }

  /** What was observed last under a topic. */
  public Optional<JsonNode> newest(StageKind stage, String topic) {
    return observed.stream()
        .filter(o -> o.stage() == stage && o.topic().equals(topic))
        .reduce((first, second) -> second)
        .map(Entry.Observed::value);
  }

  /** Everything observed under a topic, oldest first. */
  public List<Entry.Observed> all(StageKind stage, String topic) {
    return observed.stream().filter(o -> o.stage() == stage && o.topic().equals(topic)).toList();
  }

  private static Entry.Opened opened(List<Entry> entries) {
    if (entries.isEmpty() || !(entries.get(0) instanceof Entry.Opened opened)) {
      throw new IllegalArgumentException("This journal does not begin a run.");
    }
    return opened;
  }

  private static Plan plan(Entry.Opened opened) {
    try {
      return PlanFile.read(opened.plan());
    } catch (InvalidPlan e) {
      throw new IllegalArgumentException(
          "The plan of run " + opened.run() + " is not valid for this version:\n" + e.getMessage(),
          e);
    }
  }

  private static Map<String, StageLine> lines(List<Entry> entries) {
    var lines = new LinkedHashMap<String, StageLine>();
    for (var entry : entries) {
      if (entry instanceof Entry.Started started) {
        lines.put(started.step().toString(), line(started));
      } else if (entry instanceof Entry.Ended ended) {
        lines.computeIfPresent(ended.step().toString(), (key, line) -> line(line, ended));
      }
    }
    return lines;
  }

  private static StageLine line(Entry.Started started) {
    return new StageLine(
        started.step(),
        State.RUNNING,
        started.attempt(),
        Optional.ofNullable(started.job()),
        started.at(),
        Optional.empty(),
        "");
  }

  private static StageLine line(StageLine line, Entry.Ended ended) {
    return new StageLine(
        line.step(),
        state(ended.result()),
        line.attempt(),
        line.job(),
        line.started(),
        Optional.of((Instant) ended.at()),
        ended.result().text());
  }

  private static StageView stage(StageKind kind, Map<String, StageLine> all) {
    var lines = new ArrayList<>(all.values());
    lines.removeIf(line -> line.step().stage() != kind);
    var whole = lines.stream().filter(line -> line.step().subject().equals(WHOLE)).findFirst();
    lines.removeIf(line -> line.step().subject().equals(WHOLE));
    return new StageView(
        kind,
        whole.map(StageLine::state).orElse(State.WAITING),
        whole.map(StageLine::text).orElse(""),
        lines);
  }

  static State state(StepResult result) {
    return result.match(
        new StepResult.Cases<>(
            done -> State.DONE,
            already -> State.DONE,
            skipped -> State.DONE,
            refused -> State.REFUSED,
            failed -> State.FAILED,
            stopped -> State.STOPPED,
            unknown -> State.UNKNOWN));
  }

  private static <T> List<T> only(List<Entry> entries, Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
