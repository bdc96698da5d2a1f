package dev.backfill.confirm;

import dev.backfill.plan.Cell;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingPartition;
import java.util.List;
import java.util.Optional;

/**
 * Rejected documents of a cell, whose rows are in stable by now, deleted from production's error
 * table.
 *
 * @param condition which rows, in GoogleSQL
 * @param rows how many that are; where there are others, none is deleted
 * @param kept where they are kept; empty when they are not
 */
public record DeleteErrorRows(
    ProductionTable table, Cell cell, String condition, long rows, Optional<StagingPartition> kept)
    implements Destruction {

  /** Names the number of rows, so that nobody confirms others than they saw. */
  @Override
  public String phrase() {
    return "delete " + rows + " error rows of " + cell + " from " + table;
  }

  @Override
  public String phraseOfAll(String target, int number) {
    return "delete error rows in " + target + ": " + number + " cells";
  }

  @Override
  public List<String> names() {
    return List.of(phrase());
  }

  /**
   * What deletes them: where more or fewer rows meet the condition by then, none. The statement
   * reads one state of the table, so nothing comes between the count and the deletion.
   */
  public String sql() {
    return deletion(table, condition, Long.toString(rows));
  }

  /** The same of a condition and a number of rows, or what stands for it before it is known. */
  public static String deletion(ProductionTable table, String condition, String rows) {
    return """
        DELETE FROM
          %1$s
        WHERE
          %2$s
          AND (SELECT COUNT(*) FROM %1$s WHERE %2$s) = %3$s
        """
        .formatted(table.name().sql(), condition, rows);
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.deleteErrors(this);
  }
}
