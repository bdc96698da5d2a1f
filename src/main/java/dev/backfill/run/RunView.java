package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.journal.Entry;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.StepResult;
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
    Map<Topic, List<Entry.Observed>> topics,
    List<Entry.Agreed> agreed,
    List<Entry.Accepted> accepted,
    Choices choices,
    Optional<Entry.Closed> closed,
    Production production) {

  /** What was observed in a stage, under one name. */
  public record Topic(StageKind stage, String name) {}

  /** Stage ends are steps too: this subject says that all of a stage's steps are through. */
  public static final String WHOLE = "whole";

  /**
   * Folds a journal.
   *
   * @throws JournalException when the entries do not begin a run
   */
  public static RunView of(List<Entry> entries) {
    var opened = opened(entries);
    var fold = new RunFold(opened, plan(opened));
    entries.forEach(fold::add);
    return fold.view();
  }

  /** The view of one stage. */
  public StageView stage(StageKind kind) {
    return stages.get(kind.ordinal());
  }

  /** The plan's cells that the run works on, in the plan's order: all that are not left out. */
  public List<Cell> cells() {
    return plan.cells().stream().filter(cell -> !choices.out().containsKey(cell.key())).toList();
  }

  /** The document types of {@link #cells}. */
  public List<DocumentType> types() {
    return cells().stream().map(Cell::type).distinct().toList();
  }

  /** Why a cell is left out; empty when it is not. */
  public Optional<String> leftOut(Cell cell) {
    return Optional.ofNullable(choices.out().get(cell.key()));
  }

  /** The cells that the next decode job is for. */
  public List<Cell> toDecode() {
    return cells().stream()
        .filter(cell -> choices.jobs() == 0 || choices.again().contains(cell.key()))
        .toList();
  }

  /** What was observed last under a topic. */
  public Optional<JsonNode> newest(StageKind stage, String topic) {
    var all = all(stage, topic);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).value());
  }

  /** Everything observed under a topic, oldest first. */
  public List<Entry.Observed> all(StageKind stage, String topic) {
    return topics.getOrDefault(new Topic(stage, topic), List.of());
  }

  static Entry.Opened opened(List<Entry> entries) {
    if (entries.isEmpty()) {
      throw new JournalException(
          JournalException.Kind.EMPTY,
          "This run never began: its console ended before it wrote the first line, and so before it"
              + " did anything. Begin another run of the plan.",
          null);
    }
    if (!(entries.get(0) instanceof Entry.Opened opened)) {
      throw new JournalException(
          JournalException.Kind.DAMAGED,
          "This journal lacks its first line, which holds the plan. Restore it from a copy.",
          null);
    }
    return opened;
  }

  private static Plan plan(Entry.Opened opened) {
    try {
      return PlanFile.read(opened.plan());
    } catch (InvalidPlan e) {
      throw new JournalException(
          JournalException.Kind.NEWER,
          "The plan of run "
              + opened.run()
              + " is not valid for this version of the console. Go on with version "
              + opened.program()
              + ", which began it.\n"
              + e.getMessage(),
          e);
    }
  }

  static State state(StepResult result) {
    return result.match(
        new StepResult.Cases<>(
            done -> State.DONE,
            already -> State.DONE,
            skipped -> State.SKIPPED,
            refused -> State.REFUSED,
            failed -> State.FAILED,
            undone -> State.UNDONE,
            stopped -> State.STOPPED,
            unknown -> State.UNKNOWN));
  }
}
