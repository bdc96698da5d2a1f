package dev.backfill.report;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Rejected;
import dev.backfill.check.Counts.Rewritten;
import dev.backfill.check.Counts.Sets;
import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
import dev.backfill.plan.PlaybookId;
import dev.backfill.report.Report.CellLine;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The counts table as texts: a head, and a row for each cell; an unknown count is a dash. Once
 * finalize was verified the counts before it and after it stand in one row.
 */
public final class CountsTable {
  private static final String UNKNOWN = "-";

  private static final String STABLE = "n_stable";

  /** A number of a cell, by the operators' own name. */
  private record Column(String name, Function<Counts, Optional<?>> number) {
    String of(Counts counts) {
      return number.apply(counts).map(Object::toString).orElse(UNKNOWN);
    }
  }

  private static List<Column> columns(PlaybookId playbook) {
    return switch (playbook) {
      case REPLAY ->
          List.of(
              new Column("n_pbd", counts -> counts.pbd().map(Side::distinct)),
              new Column("n_live", counts -> counts.live().map(Side::distinct)),
              new Column(STABLE, counts -> counts.stable().map(Side::distinct)),
              new Column("n_backfill", counts -> counts.backfill().map(Side::rows)),
              new Column("n_backfill_distinct", counts -> counts.backfill().map(Side::distinct)),
              new Column("n_errors", Counts::errors),
              new Column("ratio", CountsTable::ratio));
      case REPROCESS ->
          List.of(
              new Column("n_rejected", counts -> counts.rejected().map(Rejected::caught)),
              new Column("n_staged", counts -> counts.staged().map(Side::rows)),
              new Column("n_decoded", counts -> counts.rejected().map(r -> r.decoded().rows())),
              new Column("n_errors", Counts::errors),
              new Column(STABLE, counts -> counts.stable().map(Side::rows)),
              new Column("n_new", counts -> counts.backfill().map(Side::rows)),
              new Column(
                  "additional_properties",
                  counts -> counts.rejected().flatMap(Rejected::additional)));
      case REWRITE ->
          List.of(
              new Column(STABLE, counts -> counts.stable().map(Side::rows)),
              new Column("n_affected", counts -> counts.rewritten().flatMap(Rewritten::affected)),
              new Column("n_backfill", counts -> counts.backfill().map(Side::rows)),
              new Column("n_left", counts -> counts.rewritten().flatMap(Rewritten::left)),
              new Column("missing", counts -> counts.sets().map(Sets::missing)),
              new Column("extra", counts -> counts.sets().map(Sets::extra)));
    };
  }

  private final List<Column> columns;
  private final Map<Cell, CellLine> after = new HashMap<>();

  CountsTable(Report report) {
    this.columns = columns(report.view().plan().playbook());
    report.after().forEach(line -> after.put(line.counts().cell(), line));
  }

  /** The columns' names. */
  List<String> names() {
    var names = new ArrayList<>(List.of("table", "day"));
    columns.forEach(column -> names.add(column.name()));
    names.add("verdict");
    return names;
  }

  /** The columns' names, with those of the later count where there is one. */
  List<String> head() {
    var head = names();
    if (!after.isEmpty()) {
      var stable = head.indexOf(STABLE);
      head.set(stable, STABLE + " before");
      head.add(stable + 1, STABLE + " after");
      head.add("after");
    }
    return head;
  }

  /** A cell's row under {@link #head}. */
  List<String> beside(CellLine before) {
    var row = row(before);
    if (!after.isEmpty()) {
      var then = Optional.ofNullable(after.get(before.counts().cell()));
      var at = names().indexOf(STABLE);
      row.add(at + 1, then.map(line -> row(line).get(at)).orElse(UNKNOWN));
      row.add(then.map(line -> line.standing().name()).orElse(UNKNOWN));
    }
    return row;
  }

  /** A cell's row under {@link #names}. */
  List<String> row(CellLine line) {
    var cell = line.counts().cell();
    var row = new ArrayList<String>();
    row.add(cell.type().stableDataset() + "." + cell.type().table());
    row.add(cell.day().toString());
    columns.forEach(column -> row.add(column.of(line.counts())));
    row.add(line.standing().name());
    return row;
  }

  private static Optional<String> ratio(Counts counts) {
    return counts.ratio().isPresent()
        ? Optional.of(String.format(Locale.ROOT, "%.4f", counts.ratio().getAsDouble()))
        : Optional.empty();
  }

  /** The table in columns of equal width, for a terminal. */
  public static String text(RunView view, StageKind stage) {
    var report = Report.of(view);
    var after = view.playbook().stage(stage).role() == Role.PROVES;
    var lines = after ? report.after() : report.before();
    var rows = new ArrayList<List<String>>();
    var table = new CountsTable(report);
    rows.add(table.names());
    lines.forEach(line -> rows.add(table.row(line)));
    var widths = new int[rows.get(0).size()];
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var out = new StringBuilder();
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        var pad = " ".repeat(widths[i] - row.get(i).length());
        // Names stand left, numbers right.
        out.append(i < 2 ? row.get(i) + pad : pad + row.get(i))
            .append(i < widths.length - 1 ? "  " : "");
      }
      out.append('\n');
    }
    return out.toString();
  }
}
