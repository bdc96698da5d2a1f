package dev.backfill.ui.model;

import dev.backfill.check.Checks;
import dev.backfill.check.Counts;
import dev.backfill.check.CountsJson;
import dev.backfill.check.Verdict;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A cell's counts as the table shows them; an unknown count is a dash.
 *
 * @param checks every check that does not pass, a line each
 */
public record CountsRow(List<String> texts, Verdict verdict, String checks) {
  private static final String UNKNOWN = "-";

  /** The newest counts of each cell, taken in a stage. */
  public static List<CountsRow> of(RunView view, StageKind stage) {
    var newest = new LinkedHashMap<String, Counts>();
    for (var observed : view.all(stage, "counts")) {
      var counts = CountsJson.read(observed.value());
      newest.put(counts.cell().key(), counts);
    }
    return newest.values().stream().map(CountsRow::of).toList();
  }

  private static CountsRow of(Counts counts) {
    var checks = Checks.of(counts);
    return new CountsRow(
        texts(counts),
        Checks.verdict(checks),
        checks.stream()
            .filter(check -> check.verdict() != Verdict.PASS)
            .map(Object::toString)
            .collect(Collectors.joining("\n")));
  }

  private static List<String> texts(Counts counts) {
    return List.of(
        counts.cell().type().stableDataset() + "." + counts.cell().type().table(),
        counts.cell().day().toString(),
        distinct(counts.pbd()),
        distinct(counts.live()),
        distinct(counts.stable()),
        counts.backfill().map(side -> number(side.rows())).orElse(UNKNOWN),
        distinct(counts.backfill()),
        counts.errors().map(CountsRow::number).orElse(UNKNOWN));
  }

  private static String distinct(Optional<Counts.Side> side) {
    return side.map(s -> number(s.distinct())).orElse(UNKNOWN);
  }

  private static String number(long value) {
    return String.format(java.util.Locale.US, "%,d", value);
  }
}
