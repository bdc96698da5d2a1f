package dev.backfill.run;

import dev.backfill.estimate.Effort;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A stage of a playbook: one class, which knows everything that the program knows of it. */
public abstract class Stage {
  /** Whether a stage needs its run to hold the target, and what becomes of a lease that broke. */
  public enum Hold {
    /** It writes to nothing that could be another's. */
    NONE,
    /** It takes the target for its run, and asks for what others hold. */
    TAKES,
    /** It runs once the target is held, and takes it again when that was lost. */
    TARGET,
    /** It needs what the run wrote in the target: a lease that was broken is not mended by it. */
    UNBROKEN
  }

  /** What a stage is for, as far as engine, fold and report must know. */
  public enum Role {
    /** It makes ready what the work on cells needs. */
    PREPARES,
    /**
     * It makes rows of cells; who goes back to it wants every cell that is not copied made anew.
     */
    MAKES_ROWS,
    /** It counts cells, by which they are let through to production. */
    VALIDATES,
    /** It brings rows to production. */
    LANDS,
    /** It counts cells once more, after that. */
    PROVES,
    /** It deletes from production what it was for, once all else is proved. */
    CLEARS,
    /** It tells of the work, to people. */
    TELLS,
    /** It deletes what the run made; who goes to it passes by what is not done. */
    CLEANS;

    /** Whether it works on cells: done once more for a cell that is wanted again. */
    public boolean isOnCells() {
      return switch (this) {
        case MAKES_ROWS, VALIDATES, LANDS, PROVES -> true;
        case PREPARES, CLEARS, TELLS, CLEANS -> false;
      };
    }

    /** Whether a playbook has one at most: what it found and did is asked for by its role. */
    public boolean isSingle() {
      return switch (this) {
        case VALIDATES, LANDS, PROVES, CLEARS, CLEANS -> true;
        case PREPARES, MAKES_ROWS, TELLS -> false;
      };
    }

    /** Whether it comes after the work on cells. */
    public boolean isAfterCells() {
      return switch (this) {
        case CLEARS, TELLS, CLEANS -> true;
        case PREPARES, MAKES_ROWS, VALIDATES, LANDS, PROVES -> false;
      };
    }
  }

  /** What the window shows of a stage. */
  public enum Page {
    /** A row for each step. */
    STEPS,
    /** A job: workers, rows, messages. */
    JOB,
    /** A row for each cell, with what the run is for there, before anything is done. */
    SCOPE,
    /** A row for each cell, with its counts. */
    COUNTS,
    /** A row for each partition of production. */
    LANDING,
    /** What the target holds. */
    INVENTORY,
    /** The report. */
    REPORT
  }

  /** Its id. */
  public abstract StageKind kind();

  public abstract Role role();

  /** Its page in the window; one with a row for each step fits every stage. */
  public Page page() {
    return Page.STEPS;
  }

  /** Under which heading reports tell of it; neighbours of one heading share a section. */
  public abstract String heading();

  /**
   * The steps that it makes, in order, as far as they follow from the plan and the operator's
   * choices: every one of a run that meets no trouble, and none that such a run does not make.
   */
  public abstract List<PlannedStep> steps(PlannedRun run);

  /** What its time and cost go into. */
  public Effort effort() {
    return Effort.CALLS;
  }

  /** What of the target its run must hold meanwhile. */
  public Hold hold() {
    return Hold.NONE;
  }

  /** Whether a step of it is a job on workers, by which every cell that was due gets its rows. */
  public boolean isJob(Step step) {
    return false;
  }

  /** The key of the cell that a step makes the rows of, by itself; empty for every other step. */
  public Optional<String> makesRowsOf(Step step) {
    return Optional.empty();
  }

  /** The tables of the target to which a step wrote rows, or may have, as far as it was tried. */
  public Set<StagingTable> written(Plan plan, StageLine line) {
    return Set.of();
  }

  /** The same of a step that fills a cell's partition by a job, under the cell's key. */
  public static Set<StagingTable> filled(Plan plan, StageLine line) {
    return line.job().isEmpty()
        ? Set.of()
        : plan.documents().stream()
            .filter(type -> line.step().subject().startsWith(type + "@"))
            .map(plan::backfill)
            .collect(Collectors.toSet());
  }

  /** What it has done so far in the target, in words for a list; empty when that is nothing. */
  public List<String> done(RunView view) {
    return List.of();
  }

  /**
   * Takes back what it brought to production, after the operator has named it; for a stage that
   * {@link Role#LANDS lands}.
   *
   * @param goesOn whether a former try of the same undo was cut off
   */
  public StepResult undo(Steps steps, boolean goesOn) {
    throw new IllegalStateException(kind() + " brings nothing to production.");
  }

  /** Does its work by steps; returns what the stage as a whole came to. */
  public abstract StepResult run(Steps steps);
}
