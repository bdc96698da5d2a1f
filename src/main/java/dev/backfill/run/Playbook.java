package dev.backfill.run;

import dev.backfill.journal.Entry;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A kind of run: its stages in their order.
 *
 * @param id as journals say it
 */
public record Playbook(String id, List<Stage> stages) {
  /** Production's own payloads are decoded once more, and overwrite production's partitions. */
  public static final Playbook REPLAY =
      new Playbook(
          Entry.REPLAY,
          List.of(
              new PreflightStage(),
              new MirrorStage(),
              new StagingStage(),
              new DecodeStage(),
              new ValidateStage(),
              new FinalizeStage(),
              new VerifyStage(),
              new CleanupStage(),
              new ReportStage()));

  public Playbook {
    stages = List.copyOf(stages);
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
  SortedMap<String, SortedSet<String>> permissions(PlannedRun run, String project) {
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

  /** The playbook of a plan's runs: there is one kind of plan so far. */
  public static Playbook of(Plan plan) {
    return REPLAY;
  }

  /**
   * The playbook that a run was begun by.
   *
   * @throws JournalException when this version has none of its id: a newer console's
   */
  public static Playbook of(Entry.Opened opened) {
    return Stream.of(REPLAY)
        .filter(one -> one.id.equals(opened.ofPlaybook()))
        .findFirst()
        .orElseThrow(() -> unknown(opened, "the playbook '" + opened.ofPlaybook() + "'"));
  }

  /** What is said of what this version does not know, and a newer one wrote. */
  static JournalException unknown(Entry.Opened opened, String what) {
    return new JournalException(
        JournalException.Kind.NEWER,
        "Run "
            + opened.run()
            + " was written by a newer console: this version does not know "
            + what
            + ". The run was begun with version "
            + opened.program()
            + ". Use that version, or the newest that worked on it.",
        null);
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
  public List<StageKind> of(Stage.Role role) {
    return stages.stream().filter(stage -> stage.role() == role).map(Stage::kind).toList();
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
