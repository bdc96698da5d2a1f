package dev.backfill.run;

import dev.backfill.fact.CountFact.Scoped;
import dev.backfill.plan.Cell;
import dev.backfill.text.Amounts;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * For which rows a rewrite is, as its newest scope found it.
 *
 * @param cells those that the run works on, in the plan's order
 * @param found what was counted of each, by its key
 */
public record RewriteScope(List<Cell> cells, Map<String, Scoped> found) {
  public RewriteScope {
    cells = List.copyOf(cells);
    found = Map.copyOf(found);
  }

  /** The scope of a run; of cells that were not counted yet it has nothing. */
  public static RewriteScope of(RunView view) {
    var found = new HashMap<String, Scoped>();
    for (var stage : view.playbook().of(Stage.Role.PREPARES)) {
      view.each(stage, Scoped.class).forEach(one -> found.put(one.cell(), one));
    }
    return new RewriteScope(view.cells(), found);
  }

  /** What was counted of a cell. */
  public Optional<Scoped> of(Cell cell) {
    return Optional.ofNullable(found.get(cell.key()));
  }

  /** Whether a cell has rows to rewrite; one that was not counted may have some. */
  public boolean isDue(Cell cell) {
    return of(cell).map(Scoped::toRewrite).filter(rows -> rows == 0).isEmpty();
  }

  /** The cells that have rows to rewrite, as far as that is known. */
  public List<Cell> due() {
    return cells.stream().filter(this::isDue).toList();
  }

  /** The rows to rewrite, the days they are on, those that are skipped, and what it reads. */
  public String brief() {
    var due = due().stream().flatMap(cell -> of(cell).stream()).toList();
    var rows = due.stream().mapToLong(Scoped::toRewrite).sum();
    var bytes = due.stream().mapToLong(Scoped::bytes).sum();
    var skipped = cells.size() - due().size();
    var exact = due.stream().allMatch(one -> one.affected().isPresent());
    return String.format(Locale.ROOT, "%,d rows", rows)
        + (exact ? " affected" : "")
        + " in "
        + Amounts.of(due.size(), "partition")
        + (skipped == 0 ? "" : "; " + skipped + " without any, skipped")
        + "; the queries read "
        + Amounts.bytes(bytes);
  }
}
