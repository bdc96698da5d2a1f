package dev.backfill.run;

import dev.backfill.check.CheckKind;
import dev.backfill.check.CheckResult;
import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.estimate.Effort;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A kind of run: its stages in their order. Those that there are, {@link Playbooks} finds.
 *
 * @param id as plans and journals say it
 * @param checks what a cell must pass to be let through to production
 */
public record Playbook(String id, List<Stage> stages, Set<CheckKind> checks) {
  /** What tells of a kind of run; found as a service, so that no reader of runs knows a stage. */
  public interface Source {
    Playbook playbook();
  }

  /**
   * Makes a playbook.
   *
   * @throws IllegalArgumentException when it has no stage, one twice, or two of a role of which
   *     there can be one
   */
  public Playbook {
    stages = List.copyOf(stages);
    var kinds = stages.stream().map(Stage::kind).distinct().count();
    var single = stages.stream().map(Stage::role).filter(Role::isSingle).toList();
    if (stages.isEmpty() || kinds < stages.size() || Set.copyOf(single).size() < single.size()) {
      throw new IllegalArgumentException("The playbook " + id + " has no stage, or one twice.");
    }
    checks = Set.copyOf(checks);
    if (checks.isEmpty() && single.contains(Role.VALIDATES)) {
      throw new IllegalArgumentException("The playbook " + id + " validates by no check.");
    }
  }

  /** Its checks of what was counted of a cell, in the order of {@link CheckKind}. */
  public List<CheckResult> check(Counts counts) {
    return Checks.of(counts, checks);
  }

  /** Every step of a run, in order. */
  public List<PlannedStep> steps(PlannedRun run) {
    return stages.stream().flatMap(stage -> stage.steps(run).stream()).toList();
  }

  /** What is planned of a step that was made; empty for steps that the plan does not tell. */
  public Optional<PlannedStep> planned(PlannedRun run, Step made) {
    var step = made.planned();
    return stages.stream()
        .filter(stage -> stage.kind().equals(step.stage()))
        .flatMap(stage -> stage.steps(run).stream())
        .filter(one -> one.step().equals(step))
        .findFirst();
  }

  /** The permissions that a run needs on a project, each with the ids of the stages that do. */
  public SortedMap<String, SortedSet<String>> permissions(PlannedRun run, String project) {
    var needed = new TreeMap<String, SortedSet<String>>();
    for (var step : steps(run)) {
      for (var one : step.permissions()) {
        if (one.on().equals(project)) {
          needed.computeIfAbsent(one.name(), name -> byOrder()).add(step.stage().id());
        }
      }
    }
    return needed;
  }

  private SortedSet<String> byOrder() {
    var order = stages.stream().map(stage -> stage.kind().id()).toList();
    return new TreeSet<>(Comparator.comparingInt(order::indexOf));
  }

  /** Its stages in order, with what each takes. */
  public Map<StageKind, Effort> efforts() {
    var efforts = new LinkedHashMap<StageKind, Effort>();
    stages.forEach(stage -> efforts.put(stage.kind(), stage.effort()));
    return efforts;
  }

  /** The ids of its stages, in order. */
  public List<StageKind> kinds() {
    return stages.stream().map(Stage::kind).toList();
  }

  public boolean has(StageKind kind) {
    return kinds().contains(kind);
  }

  /** The stage that a run ends with. */
  public StageKind last() {
    return stages.get(stages.size() - 1).kind();
  }

  /** Whether a stage comes before another. */
  public boolean isBefore(StageKind one, StageKind other) {
    var order = kinds();
    return order.indexOf(one) < order.indexOf(other);
  }

  /** The stages of a role, in order. */
  public List<StageKind> of(Role role) {
    return stages.stream().filter(stage -> stage.role() == role).map(Stage::kind).toList();
  }

  /** The stage of a role of which there is one at most, or the first of several. */
  public Optional<StageKind> one(Role role) {
    return of(role).stream().findFirst();
  }

  /** The stage that takes the target for its run; where none does, the first that needs it. */
  StageKind taking() {
    return holding(hold -> hold == Stage.Hold.TAKES)
        .or(() -> holding(hold -> hold != Stage.Hold.NONE))
        .orElse(stages.get(0).kind());
  }

  private Optional<StageKind> holding(Predicate<Stage.Hold> which) {
    return stages.stream().filter(one -> which.test(one.hold())).map(Stage::kind).findFirst();
  }

  /** Whether a step is a job on workers that makes the rows of all cells that were due. */
  boolean isJob(Step step) {
    return stage(step.stage()).isJob(step);
  }

  /** The key of the cell that a step makes the rows of, by itself; empty for other steps. */
  Optional<String> makesRowsOf(Step step) {
    return stage(step.stage()).makesRowsOf(step);
  }

  /**
   * A stage of it.
   *
   * @throws IllegalArgumentException when it has none of this id
   */
  public Stage stage(StageKind kind) {
    return stages.stream()
        .filter(stage -> stage.kind().equals(kind))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("The playbook " + id + " has no stage " + kind));
  }
}
