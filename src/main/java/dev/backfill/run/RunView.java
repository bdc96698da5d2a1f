package dev.backfill.run;

import dev.backfill.cloud.CloudKind;
import dev.backfill.cloud.Site;
import dev.backfill.fact.ActingAs;
import dev.backfill.fact.Fact;
import dev.backfill.fact.Noted;
import dev.backfill.fact.UnknownFact;
import dev.backfill.journal.Entry;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.problem.Problem;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.StageKind;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A run as its journal tells it. Always computed, never stored: window, report and printer render
 * the same view.
 */
public record RunView(
    Entry.Opened opened,
    Plan plan,
    List<StageView> stages,
    List<Noted<?>> facts,
    Map<Kind, List<Noted<?>>> kinds,
    List<Entry.Agreed> agreed,
    List<Acceptance> accepted,
    Choices choices,
    Optional<Entry.Closed> closed,
    Production production) {

  /** The facts of one kind in a stage. */
  public record Kind(StageKind stage, Class<? extends Fact> fact) {}

  /** Stage ends are steps too: this subject says that all of a stage's steps are through. */
  public static final String WHOLE = "whole";

  /** The same of an undo, which is a step of the stage whose copies it takes back. */
  public static final String UNDO = "undo";

  /**
   * Folds a journal.
   *
   * @throws JournalException when the entries do not begin a run
   */
  public static RunView of(List<Entry> entries) {
    var opened = opened(entries);
    Playbooks.of(opened);
    var fold = new RunFold(opened, plan(opened));
    entries.forEach(fold::add);
    return fold.view();
  }

  /** A run as it was begun, whatever it did since: its plan, and where it acts. */
  public static RunView begun(List<Entry> entries) {
    return of(entries.subList(0, Math.min(1, entries.size())));
  }

  /** Whether the run works on Google's own cloud. */
  public boolean isOnGoogle() {
    return CloudKind.of(opened.cloud()).filter(kind -> kind == CloudKind.GOOGLE).isPresent();
  }

  /** Where the run acts, and as whom, in words; as far as its journal tells. */
  public String where() {
    return site().words(opened.cloud(), plan.targetProject());
  }

  /** Where the run's cloud is, as far as its journal tells. */
  public Site site() {
    return new Site(
        Objects.requireNonNullElse(opened.address(), ""),
        Objects.requireNonNullElse(opened.sandbox(), ""),
        Objects.requireNonNullElse(opened.account(), ""));
  }

  /** The stages that the run has, and how they are gone through. */
  public Playbook playbook() {
    return Playbooks.of(opened);
  }

  /** The view of one stage. */
  public StageView stage(StageKind kind) {
    return stages.stream()
        .filter(stage -> stage.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("This run has no stage " + kind));
  }

  /** The views of the stages of a role, in order. */
  public List<StageView> stages(Role role) {
    return playbook().of(role).stream().map(this::stage).toList();
  }

  /**
   * How the stage of a role stands, of which a playbook has one at most; waiting where it has none.
   */
  public State state(Role role) {
    return playbook().one(role).map(kind -> stage(kind).state()).orElse(State.WAITING);
  }

  /** The lines of the stages of a role, each in the order its steps were first tried. */
  public List<StageLine> lines(Role role) {
    return stages(role).stream().flatMap(stage -> stage.lines().stream()).toList();
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

  /** As whom the run acted last; empty for a cloud that asks for nobody, and in old journals. */
  public Optional<ActingAs> actingAs() {
    return stages.stream()
        .flatMap(stage -> all(stage.kind(), ActingAs.class).stream())
        .max(Comparator.comparing(Noted::at))
        .map(Noted::fact);
  }

  /** Whether the operator agreed to a phrase in this run. */
  public boolean hasAgreed(String phrase) {
    return agreed.stream().anyMatch(one -> one.phrase().equals(phrase));
  }

  /** The newest fact of a kind in a stage. */
  public <F extends Fact> Optional<F> newest(StageKind stage, Class<F> kind) {
    var all = all(stage, kind);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1).fact());
  }

  /** Every fact of a kind in a stage, oldest first. */
  public <F extends Fact> List<F> each(StageKind stage, Class<F> kind) {
    return all(stage, kind).stream().map(Noted::fact).toList();
  }

  /** The same with their times. */
  // The fold lists each fact under its own class.
  @SuppressWarnings("unchecked")
  public <F extends Fact> List<Noted<F>> all(StageKind stage, Class<F> kind) {
    return (List<Noted<F>>) (List<?>) kinds.getOrDefault(new Kind(stage, kind), List.of());
  }

  /** The newest fact of a kind in the stages of a role. */
  public <F extends Fact> Optional<F> newest(Role role, Class<F> kind) {
    return playbook().of(role).stream()
        .map(stage -> all(stage, kind))
        .filter(all -> !all.isEmpty())
        .map(all -> all.get(all.size() - 1))
        .reduce((first, second) -> second.at().isBefore(first.at()) ? first : second)
        .map(Noted::fact);
  }

  /** Every fact of a kind in the stages of a role, by stage, oldest first. */
  public <F extends Fact> List<F> each(Role role, Class<F> kind) {
    return all(role, kind).stream().map(Noted::fact).toList();
  }

  /** The same but for the first so many, at the cost of those that follow: lists only grow. */
  public <F extends Fact> List<F> each(Role role, Class<F> kind, int from) {
    var all = playbook().one(role).map(stage -> all(stage, kind)).orElse(List.of());
    return all.subList(from, all.size()).stream().map(Noted::fact).toList();
  }

  /** The same with their times. */
  public <F extends Fact> List<Noted<F>> all(Role role, Class<F> kind) {
    return playbook().of(role).stream().flatMap(stage -> all(stage, kind).stream()).toList();
  }

  /** What newer consoles noted in this run, and this version knows no name for. */
  public List<Noted<UnknownFact>> unknown() {
    return stages.stream().flatMap(stage -> all(stage.kind(), UnknownFact.class).stream()).toList();
  }

  /** The same in words, a line for each name in a stage, with what to do. */
  public List<String> newer() {
    var times = new LinkedHashMap<String, Integer>();
    unknown()
        .forEach(
            one -> times.merge(one.stage() + " '" + one.fact().topic() + "'", 1, Integer::sum));
    return times.entrySet().stream()
        .map(
            one ->
                "Written by a newer console: "
                    + one.getKey()
                    + (one.getValue() == 1 ? "" : ", " + one.getValue() + " times")
                    + ". This version keeps it and does not know what it means. Go on with the"
                    + " newest version that worked on the run.")
        .toList();
  }

  static Entry.Opened opened(List<Entry> entries) {
    if (entries.isEmpty()) {
      throw new JournalException(
          JournalException.Kind.EMPTY,
          "This run never began: its console ended before it wrote the first line, and so before it"
              + " did anything.",
          "Begin another run of the plan.",
          null);
    }
    if (!(entries.get(0) instanceof Entry.Opened opened)) {
      throw new JournalException(
          JournalException.Kind.DAMAGED,
          "This journal lacks its first line, which holds the plan.",
          "Restore it from a copy.",
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
          Problem.of(
                  "The plan of run "
                      + opened.run()
                      + " is not valid for this version of the console.",
                  "Go on with version " + opened.program() + ", which began it.")
              .under(e.problems().stream().map(Problem::line).toList()),
          e);
    }
  }
}
