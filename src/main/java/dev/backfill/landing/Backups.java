package dev.backfill.landing;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.TableState;
import dev.backfill.confirm.Fingerprint;
import dev.backfill.confirm.Holder;
import dev.backfill.fact.ProductionFact;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DatasetName;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.StagingPartition;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.BackTo;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import dev.backfill.stage.StepResult.AlreadyDone;
import dev.backfill.stage.StepResult.Done;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Keeps production's partitions in the backfill project before they are overwritten: one table for
 * each stable table, of the same structure, in the run's own dataset, where no partition expires,
 * and no table unless the plan says so.
 */
public final class Backups {
  private final Steps steps;

  // The newest backups by cell, of as many as were noted when they were last looked at.
  private final Map<String, ProductionFact.BackedUp> newest = new HashMap<>();
  private int indexed;

  private final Map<DocumentType, Optional<String>> keys = new ConcurrentHashMap<>();

  public Backups(Steps steps) {
    this.steps = steps;
  }

  static String step(DatasetName dataset) {
    return "backup dataset " + dataset;
  }

  static String step(StagingTable table) {
    return "backup table " + table;
  }

  /** The step that backs a partition up, but for as of when. */
  static String step(String partition) {
    return "backup " + partition;
  }

  /** Makes the dataset and the tables. */
  public StepResults prepare(List<Cell> cells) {
    var results = new StepResults();
    var dataset = steps.plan().backups(steps.run());
    results.add(steps.make(step(dataset), () -> dataset(dataset)));
    for (var type : cells.stream().map(Cell::type).distinct().toList()) {
      if (results.succeeded()) {
        results.add(steps.make(step(steps.plan().backup(steps.run(), type)), () -> table(type)));
      }
    }
    return results;
  }

  /**
   * The step that backs up one cell.
   *
   * @param production its partition as the gate saw it; whoever overwrites it makes sure that it is
   *     still the same then
   */
  public Supplier<StepResult> of(Cell cell, Fingerprint production) {
    return () -> {
      var subject = subject(production);
      if (fits(cell, production) && !steps.isOpen(subject)) {
        return new AlreadyDone("The backup of " + production.partition() + " stands");
      }
      return production.modified().isEmpty()
          ? steps.look(subject, () -> nothing(cell, production))
          : steps.onceAsJob(subject, job -> copy(cell, production, job));
    };
  }

  /** Whether the newest backup of a cell holds what production holds. */
  public boolean fits(Cell cell, Fingerprint production) {
    return kept(cell).filter(k -> k.of().changesBesidesEtag(production).isEmpty()).isPresent();
  }

  /** A backup that was made. */
  record Kept(StagingPartition partition, long rows, Fingerprint of) {}

  /** The newest backup of a cell. */
  synchronized Optional<Kept> kept(Cell cell) {
    var all = steps.view().each(Role.LANDS, ProductionFact.BackedUp.class, indexed);
    all.forEach(backup -> newest.put(backup.cell(), backup));
    indexed += all.size();
    return Optional.ofNullable(newest.get(cell.key()))
        .map(backup -> new Kept(place(cell), backup.rows(), backup.of()));
  }

  /** Notes that a backup holds what production holds now. */
  void note(Cell cell, long rows, Fingerprint production) {
    steps.note(new ProductionFact.BackedUp(cell.key(), place(cell).toString(), rows, production));
  }

  StagingPartition place(Cell cell) {
    return steps.plan().backup(steps.run(), cell.type()).partition(cell.day());
  }

  // Another state of production is another thing to back up, under another job.
  private static String subject(Fingerprint production) {
    return Step.asOf(
        step(production.partition()), production.modified().map(Object::toString).orElse("never"));
  }

  private StepResult dataset(DatasetName name) {
    if (steps.cloud().warehouse().dataset(name).isPresent()) {
      return new AlreadyDone("was there");
    }
    steps
        .cloud()
        .staging()
        .createDataset(name, steps.plan().location(), steps.mark().labelsOfMade());
    return new Done("made in " + steps.plan().location());
  }

  private StepResult table(DocumentType type) {
    var warehouse = steps.cloud().warehouse();
    var table = steps.plan().backup(steps.run(), type);
    if (warehouse.table(table.name()).isPresent()) {
      return new AlreadyDone("was there");
    }
    var like = steps.plan().stable(type);
    // Of the table, and not of its partitions: those of long ago would be gone at once.
    var expires =
        steps.plan().finish().backupDays().map(days -> steps.now().plus(days, ChronoUnit.DAYS));
    var stable =
        warehouse
            .table(like.name())
            .orElseThrow(() -> CloudException.gone(like, "Run preflight again.", BackTo.PREFLIGHT));
    steps
        .cloud()
        .staging()
        .createTable(
            table,
            stable.spec().withoutExpiration(),
            Map.of(Holder.RUN, Holder.clean(steps.run())),
            // The target's own table has this key too, or the gate had refused it.
            stable.encryption(),
            expires);
    return new Done(
        "made like "
            + like
            + stable.encryption().map(key -> ", encrypted by " + key).orElse("")
            + expires.map(at -> "; expires at " + at).orElse(""));
  }

  private StepResult nothing(Cell cell, Fingerprint production) {
    note(cell, 0, production);
    return new Done(production.partition() + " holds nothing to back up");
  }

  private StepResult copy(Cell cell, Fingerprint production, String job) {
    var from = steps.plan().stable(cell.type()).partition(cell.day());
    var done =
        steps.cloud().staging().backUp(from, place(cell), key(cell.type()), job, steps.progress());
    var kept = place(cell);
    var rows = Proof.ofBackup(kept, production.rows()).of(done, steps.cloud().warehouse(), kept);
    note(cell, rows, production);
    return new Done(rows + " rows kept in " + kept);
  }

  /** The key of a backup table, which is production's but in runs of before it was given one. */
  private Optional<String> key(DocumentType type) {
    return keys.computeIfAbsent(
        type,
        one -> {
          var table = steps.plan().backup(steps.run(), one);
          return steps.cloud().warehouse().table(table.name()).flatMap(TableState::encryption);
        });
  }
}
