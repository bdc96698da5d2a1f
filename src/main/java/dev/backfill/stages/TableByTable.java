package dev.backfill.stages;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.backfill.plan.Cell;
import dev.backfill.run.AtOnce;
import dev.backfill.run.SideBySide;
import dev.backfill.run.StepResults;
import dev.backfill.run.Steps;
import dev.backfill.stage.StepResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Looks at cells, those of a document type one after the other and by what is asked about them
 * together, several types at once.
 */
final class TableByTable {
  private final Steps steps;
  private final BiFunction<TableCounter, Cell, StepResult> look;

  /**
   * Makes a look.
   *
   * @param look what is found of a cell
   */
  TableByTable(Steps steps, BiFunction<TableCounter, Cell, StepResult> look) {
    this.steps = steps;
    this.look = look;
  }

  StepResults run(List<Cell> cells) {
    var work = new ArrayList<Supplier<StepResult>>();
    cells.stream()
        .collect(groupingBy(Cell::type, LinkedHashMap::new, toList()))
        .values()
        .forEach(table -> work.add(() -> table(table)));
    return new SideBySide(steps, AtOnce.QUERIES).run(work);
  }

  private StepResult table(List<Cell> cells) {
    var counter = new TableCounter(steps, cells);
    var results = new StepResults();
    for (var cell : cells) {
      // What failed for one has failed for all, and each is told; a stop is told once.
      if (!steps.stopped() || results.isEmpty()) {
        results.add(steps.look(cell.key(), () -> look.apply(counter, cell)));
      }
    }
    counter.keep();
    return results.whole("");
  }
}
