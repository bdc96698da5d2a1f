package dev.backfill.ui.model;

import dev.backfill.confirm.Fingerprint;
import dev.backfill.fact.CountFact.Counted;
import dev.backfill.fact.ProductionFact.BackedUp;
import dev.backfill.fact.ProductionFact.Copied;
import dev.backfill.plan.Cell;
import dev.backfill.run.CellValidation;
import dev.backfill.run.Production.Footprint;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One production partition that finalize overwrites.
 *
 * @param cell its document type and day
 * @param from the staging partition
 * @param to the production partition, as an operator types it
 * @param losing rows that production held when it was validated
 * @param bytes logical bytes of these rows
 * @param changed when production's partition was changed last, then; empty when there was none
 * @param getting rows that the backfill brings
 * @param wanted rows that the partition must hold then: these, or, where they are added, these and
 *     those that it held
 * @param copied rows that the partition held right after the copy
 * @param after rows that production held when it was counted again
 * @param backup where what production held is kept; empty while nothing is
 */
public record FinalizeRow(
    Cell cell,
    String from,
    String to,
    Optional<Long> losing,
    Optional<Long> bytes,
    Optional<Instant> changed,
    Optional<Long> getting,
    Optional<Long> wanted,
    State state,
    Optional<String> job,
    Optional<Long> copied,
    Optional<Long> after,
    Optional<String> backup) {

  /**
   * The plan's partitions, in the order they are copied; those of cells that are left out or have
   * nothing to do are not among them.
   */
  public static List<FinalizeRow> of(RunView view) {
    var validated = CellValidation.of(view);
    var due = Set.copyOf(CellValidation.due(view));
    var copied = new HashMap<String, Long>();
    view.each(Role.LANDS, Copied.class).forEach(one -> copied.put(one.cell(), one.after().rows()));
    var shown = Set.copyOf(copied.keySet());
    var kept = kept(view);
    var after = new HashMap<String, Long>();
    view.each(Role.PROVES, Counted.class)
        .forEach(
            one -> one.counts().stable().ifPresent(side -> after.put(one.cell(), side.rows())));
    // What an undo took back is neither copied nor counted any more.
    view.stages(Role.PROVES).forEach(stage -> stage.past().forEach(after::remove));
    view.plan().cells().stream()
        .filter(cell -> view.production().footprint(cell) == Footprint.RESTORED)
        .map(Cell::key)
        .forEach(
            key -> {
              copied.remove(key);
              after.remove(key);
            });
    var lines =
        view.lines(Role.LANDS).stream()
            .collect(
                Collectors.toMap(
                    line -> line.step().subject(), line -> line, (first, second) -> second));
    return view.plan().cells().stream()
        .filter(cell -> shown.contains(cell.key()) || due.contains(cell))
        .map(
            cell ->
                row(
                    view,
                    cell,
                    Optional.ofNullable(validated.get(cell)),
                    lines,
                    Optional.ofNullable(copied.get(cell.key())),
                    Optional.ofNullable(after.get(cell.key())),
                    Optional.ofNullable(kept.get(cell.key()))))
        .toList();
  }

  private static FinalizeRow row(
      RunView view,
      Cell cell,
      Optional<CellValidation> then,
      Map<String, StageLine> lines,
      Optional<Long> copied,
      Optional<Long> after,
      Optional<String> kept) {
    var plan = view.plan();
    var to = plan.stable(cell.type()).partition(cell.day()).toString();
    var line = Optional.ofNullable(lines.get(to));
    var production = then.flatMap(CellValidation::production);
    var getting = then.flatMap(v -> v.counts().backfill()).map(side -> side.rows());
    return new FinalizeRow(
        cell,
        plan.backfill(cell.type()).partition(cell.day()).toString(),
        to,
        then.flatMap(v -> v.counts().stable()).map(side -> side.rows()),
        production.map(Fingerprint::bytes),
        production.flatMap(Fingerprint::modified),
        getting,
        switch (plan.finish().mode()) {
          case OVERWRITE -> getting;
          case APPEND -> getting.flatMap(rows -> production.map(held -> held.rows() + rows));
        },
        line.map(StageLine::state).orElse(State.WAITING),
        line.flatMap(StageLine::job),
        copied,
        after,
        kept);
  }

  /** Where the backups are that still are there, by their cells' keys. */
  public static Map<String, String> kept(RunView view) {
    var kept = new HashMap<String, String>();
    if (hasBackups(view)) {
      view.each(Role.LANDS, BackedUp.class).forEach(one -> kept.put(one.cell(), one.partition()));
    }
    return kept;
  }

  /** The same by production's partitions, of a run or, where there is none, of nothing. */
  public static Map<String, String> keptOf(RunView view) {
    if (view == null) {
      return Map.of();
    }
    var kept = kept(view);
    return view.plan().cells().stream()
        .filter(cell -> kept.containsKey(cell.key()))
        .collect(
            Collectors.toMap(
                cell -> view.plan().stable(cell.type()).partition(cell.day()).toString(),
                cell -> kept.get(cell.key())));
  }

  /** Cleanup deletes the backups with everything else, unless the plan keeps them. */
  public static boolean hasBackups(RunView view) {
    return view.plan().finish().keepBackup() || view.state(Role.CLEANS) != State.DONE;
  }

  /** The partition without its project, which is the same for all of a plan. */
  public String name() {
    return to.substring(to.indexOf(':') + 1);
  }

  /** Whether production holds what was validated; empty before it was counted again. */
  public Optional<Boolean> proved() {
    return after.flatMap(rows -> wanted.map(rows::equals));
  }
}
