package dev.backfill.report;

import dev.backfill.check.Counts.Side;
import dev.backfill.plan.Cell;
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

/**
 * The counts table as texts: a head, and a row for each cell; an unknown count is a dash. Once
 * finalize was verified the counts before it and after it stand in one row.
 */
public final class CountsTable {
  /** The columns' names, the operators' own. */
  public static final List<String> HEAD =
      List.of(
          "table",
          "day",
          "n_pbd",
          "n_live",
          "n_stable",
          "n_backfill",
          "n_backfill_distinct",
          "n_errors",
          "ratio",
          "verdict");

  private static final String UNKNOWN = "-";

  private static final int STABLE = HEAD.indexOf("n_stable");

  private final Map<Cell, CellLine> after = new HashMap<>();

  CountsTable(Report report) {
    report.after().forEach(line -> after.put(line.counts().cell(), line));
  }

  /** The columns' names, with those of the later count where there is one. */
  List<String> head() {
    if (after.isEmpty()) {
      return HEAD;
    }
    var head = new ArrayList<>(HEAD);
    head.set(STABLE, "n_stable before");
    head.add(STABLE + 1, "n_stable after");
    head.add("after");
    return head;
  }

  /** A cell's row under {@link #head}. */
  List<String> beside(CellLine before) {
    if (after.isEmpty()) {
      return row(before);
    }
    var then = Optional.ofNullable(after.get(before.counts().cell()));
    var row = new ArrayList<>(row(before));
    row.add(STABLE + 1, then.map(line -> distinct(line.counts().stable())).orElse(UNKNOWN));
    row.add(then.map(line -> line.standing().name()).orElse(UNKNOWN));
    return row;
  }

  static List<String> row(CellLine line) {
    var counts = line.counts();
    var cell = counts.cell();
    return List.of(
        cell.type().stableDataset() + "." + cell.type().table(),
        cell.day().toString(),
        distinct(counts.pbd()),
        distinct(counts.live()),
        distinct(counts.stable()),
        counts.backfill().map(side -> Long.toString(side.rows())).orElse(UNKNOWN),
        distinct(counts.backfill()),
        counts.errors().map(Object::toString).orElse(UNKNOWN),
        counts.ratio().isPresent()
            ? String.format(Locale.ROOT, "%.4f", counts.ratio().getAsDouble())
            : UNKNOWN,
        line.standing().name());
  }

  /** The table in columns of equal width, for a terminal. */
  public static String text(RunView view, StageKind stage) {
    var report = Report.of(view);
    var after = view.playbook().stage(stage).role() == Role.PROVES;
    var lines = after ? report.after() : report.before();
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    lines.forEach(line -> rows.add(row(line)));
    var widths = new int[HEAD.size()];
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

  private static String distinct(Optional<Side> side) {
    return side.map(s -> Long.toString(s.distinct())).orElse(UNKNOWN);
  }
}
