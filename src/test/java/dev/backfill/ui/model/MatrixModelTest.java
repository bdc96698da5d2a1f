package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.plan.Cell;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.Standing;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The grid's cells, and which of them are drawn again. */
class MatrixModelTest {
  @Test
  void daysThatAreNoStretchHaveAColumnEach() throws InvalidPlan {
    var plan =
        PlanFile.read(
            """
            name: two-days
            reason: copy_deduplicate failed
            days: [ 2020-04-14, 2020-06-01 ]
            documents: [ telemetry/main/4, telemetry/event/4 ]
            source: { project: moz-fx-data-shared-prod }
            target: { project: moz-fx-data-backfill-14 }
            """);
    var model = MatrixModel.of(plan, "verdict", "waiting");
    plan.cells().forEach(cell -> model.set(cell, Standing.PASS));
    assertThat(model.having("pass")).isEqualTo(4);
    for (var cell : plan.cells()) {
      var at = model.place(cell).orElseThrow();
      assertThat(model.cell(at.row(), at.column())).isEqualTo(cell.key());
    }
  }

  @Test
  void onlyWhatStandsOtherwiseIsDrawnAgain() {
    var one = Cell.parse("telemetry/main/4@2020-04-14");
    var other = Cell.parse("telemetry/main/4@2020-04-15");
    var changes = new CellChanges();
    assertThat(changes.since("r1", Map.of(one, Standing.PASS, other, Standing.PASS))).hasSize(2);
    assertThat(changes.since("r1", Map.of(one, Standing.PASS, other, Standing.FAIL)))
        .containsExactly(new CellChanges.Change(other, Standing.FAIL));
    assertThat(changes.since("r2", Map.of(one, Standing.PASS))).as("another run").hasSize(1);
  }
}
