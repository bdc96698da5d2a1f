package dev.backfill.estimate;

import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import java.util.List;

/**
 * The figures of a plan when no cloud can be asked: what is on record of {@code main} pings, and a
 * range so wide that most other document types lie in it.
 */
public final class AssumedFigures {
  private static final DocumentType MAIN = new DocumentType("telemetry", "main", "4");

  // On record: 4 TB scanned, and taken for staged, on 2020-04-14. A week-end has half of it.
  private static final Range MAIN_DAY = new Range(2e12, Founding.STAGED_BYTES, 5e12);

  // Nobody counted: from a rare type to one that each Firefox sends several times a day.
  private static final Range OTHER_DAY = new Range(1e7, 5e9, 3e11);
  private static final double OTHER_STAGED = 1_500;

  private AssumedFigures() {}

  /**
   * Figures of every cell.
   *
   * @param why no cloud was asked, a sentence
   */
  public static PlanFigures of(Plan plan, String why) {
    var known = plan.documents().contains(MAIN);
    var rest =
        "Sizes are assumed: "
            + (known ? "2 to 5 TB a day for telemetry/main/4 (4 TB on record)" : "")
            + (known && plan.documents().size() > 1 ? ", " : "")
            + (known && plan.documents().size() == 1 ? "" : "10 MB to 300 GB a day for a type")
            + ".";
    return new PlanFigures(
        plan,
        plan.cells().stream().map(cell -> cell(plan, cell)).toList(),
        List.of(why, rest),
        false);
  }

  private static CellFigures cell(Plan plan, Cell cell) {
    var main = cell.type().equals(MAIN);
    var bytes = main ? MAIN_DAY : OTHER_DAY;
    var mean = main ? Payloads.MAIN_STAGED : OTHER_STAGED;
    var rows = bytes.times(1 / mean);
    var landed = bytes.times(Payloads.inflation(mean).likely());
    return QueriesOfCells.figures(plan, cell, rows, bytes, landed, plan.decodes() ? bytes : landed);
  }
}
