package dev.backfill.estimate;

import java.util.ArrayList;
import java.util.List;

/** An estimate as text for a terminal: a table of its stages, and what it rests on. */
public final class EstimateText {
  private static final List<String> HEADS =
      List.of("stage", "time", "queries", "direct read", "vCPU hours", "USD");

  private EstimateText() {}

  /** The table of stages with their sums, and lines about what it rests on. */
  public static String of(Estimate estimate) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEADS);
    estimate.stages().forEach(stage -> rows.add(row(stage)));
    if (estimate.storage().high() > 0) {
      rows.add(List.of("storage", "", "", "", "", dollars(estimate.storage())));
    }
    rows.add(
        List.of(
            "in all",
            Quantities.spans(estimate.seconds()),
            bytes(estimate.queried()),
            bytes(estimate.read()),
            hours(estimate.vcpuSeconds()),
            dollars(estimate.usd())));
    var out = new StringBuilder(Columns.of(rows));
    out.append("\nMost likely: ").append(Quantities.span(estimate.seconds().likely()));
    out.append(", ").append(Quantities.money(estimate.usd().likely())).append(" USD");
    out.append("\nRows: ").append(Quantities.counts(estimate.rows()));
    out.append(", staged: ").append(Quantities.bytes(estimate.stagedBytes()));
    if (estimate.workers().high() > 0) {
      out.append(", workers at most: ").append(Quantities.numbers(estimate.workers()));
    }
    out.append("\n\nThis rests on:\n");
    estimate.restsOn().forEach(line -> out.append("- ").append(line).append('\n'));
    return out.toString();
  }

  private static List<String> row(StageEstimate stage) {
    return List.of(
        stage.stage().id(),
        Quantities.spans(stage.seconds()),
        bytes(stage.queried()),
        bytes(stage.read()),
        hours(stage.vcpuSeconds()),
        dollars(stage.usd()));
  }

  private static String bytes(Range bytes) {
    return bytes.high() == 0 ? "" : Quantities.bytes(bytes);
  }

  private static String hours(Range seconds) {
    return seconds.high() == 0 ? "" : Quantities.numbers(seconds.times(1.0 / 3600));
  }

  private static String dollars(Range usd) {
    return usd.high() == 0 ? "" : Quantities.dollars(usd);
  }

  /** The assumptions of the model as a table. */
  public static String of(Assumptions assumptions) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("assumed", "low", "likely", "high", "", "source"));
    for (var one : assumptions.list()) {
      var unit = one.constant().unit();
      rows.add(
          List.of(
              one.constant().meaning(),
              Quantities.words(one.value().low(), unit),
              Quantities.words(one.value().likely(), unit),
              Quantities.words(one.value().high(), unit),
              one.basis().words(),
              one.source()));
    }
    return Columns.of(rows);
  }
}
