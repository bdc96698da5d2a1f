package dev.backfill.ui;

import dev.backfill.ui.model.JobPicture.LoadCount;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.model.TypeLine;
import dev.backfill.ui.model.TypeRow;
import dev.backfill.ui.part.ProgressCell;
import dev.backfill.ui.part.TableColumns;
import dev.backfill.ui.part.TableRows;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** A decode job's document types: what was staged of each, and where it is now. */
final class TypesTable {
  private TypesTable() {}

  /** Gives a table its columns. */
  static void prepare(TableView<TypeRow> table) {
    var type = TableColumns.<TypeRow>text(Texts.of("job.type"), 200, row -> row.line().type());
    var part = part();
    table
        .getColumns()
        .setAll(
            List.of(
                type,
                number("job.column.staged", TypeLine::staged),
                number("job.column.decoded", TypeLine::decoded),
                part,
                number("job.column.errors", TypeLine::errors),
                number("job.column.loaded", TypeLine::loaded),
                TableColumns.text(
                    Texts.of("job.column.loads"), 170, row -> loads(row.line().loads()))));
    TableColumns.fill(table, type, List.of());
    table.setFixedCellSize(TableRows.HEIGHT);
    table.setPlaceholder(new Label(Texts.of("job.notypes")));
    table.setAccessibleText(Texts.of("job.types"));
  }

  private static TableColumn<TypeRow, Long> number(
      String key, Function<TypeLine, Optional<Long>> value) {
    return TableColumns.number(
        Texts.of(key), 112, row -> value.apply(row.line()).orElse(null), Texts::number);
  }

  private static TableColumn<TypeRow, Double> part() {
    var column =
        TableColumns.<TypeRow, Double>number(
            Texts.of("job.column.part"), 130, row -> row.line().part().orElse(null), n -> "");
    column.setCellFactory(c -> new ProgressCell<>());
    return column;
  }

  private static String loads(Optional<LoadCount> loads) {
    return loads
        .map(
            n ->
                n.done() + n.underWay() + n.failed() == 0
                    ? Texts.of("job.noloads")
                    : Texts.of("job.loads", n.done(), n.underWay(), n.failed()))
        .orElse(TableColumns.UNKNOWN);
  }
}
