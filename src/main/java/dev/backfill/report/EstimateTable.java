package dev.backfill.report;

import dev.backfill.estimate.Quantities;
import dev.backfill.estimate.Range;
import dev.backfill.estimate.StageEstimate;
import dev.backfill.run.Spending;
import dev.backfill.run.StageSpent;
import dev.backfill.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a run was estimated to take beside what it took, stage by stage, as texts. */
final class EstimateTable {
  static final List<String> HEAD =
      List.of(
          "stage",
          "time, estimated",
          "took",
          "billed, estimated",
          "billed",
          "slot time",
          "vCPU time, estimated",
          "vCPU time",
          "USD, estimated",
          "USD");

  private static final String NONE = "";

  private EstimateTable() {}

  /** A row for each stage, and one for all. */
  static List<List<String>> rows(Spending spending) {
    var rows = new ArrayList<List<String>>();
    for (var stage : spending.estimate().stages()) {
      rows.add(row(stage, spending.of(stage.stage())));
    }
    rows.add(sum(spending));
    return rows;
  }

  private static List<String> row(StageEstimate stage, Optional<StageSpent> spent) {
    return List.of(
        stage.stage().id(),
        Quantities.spans(stage.seconds()),
        spent.map(one -> Quantities.span(one.seconds())).orElse(NONE),
        some(stage.queried(), Quantities::bytes),
        spent.map(StageSpent::queried).filter(n -> n > 0).map(EstimateTable::bytes).orElse(NONE),
        spent.flatMap(StageSpent::slotSeconds).map(Quantities::span).orElse(NONE),
        some(stage.vcpuSeconds(), Quantities::spans),
        spent.flatMap(StageSpent::vcpuSeconds).map(Quantities::span).orElse(NONE),
        some(stage.usd(), Quantities::dollars),
        spent.map(StageSpent::usd).filter(n -> n > 0).map(Quantities::money).orElse(NONE));
  }

  private static List<String> sum(Spending spending) {
    var estimate = spending.estimate();
    var queried = spending.spent().stream().mapToDouble(StageSpent::queried).sum();
    var slots =
        spending.spent().stream().flatMap(s -> s.slotSeconds().stream()).reduce(Double::sum);
    var worked =
        spending.spent().stream().flatMap(s -> s.vcpuSeconds().stream()).reduce(Double::sum);
    return List.of(
        "in all",
        Quantities.spans(estimate.seconds()),
        Quantities.span(spending.seconds()),
        some(estimate.queried(), Quantities::bytes),
        bytes(queried),
        slots.map(Quantities::span).orElse(NONE),
        some(estimate.vcpuSeconds(), Quantities::spans),
        worked.map(Quantities::span).orElse(NONE),
        some(estimate.usd(), Quantities::dollars),
        Quantities.money(spending.usd()));
  }

  /** What of it must be known to read it. */
  static List<String> notes(Spending spending) {
    var notes = new ArrayList<>(spending.estimate().restsOn());
    notes.add(
        "What was taken is known of queries and of the job's workers as far as the service told;"
            + " disks and storage are estimated only. The time is that in which steps were under"
            + " way.");
    return notes;
  }

  private static String some(Range range, Function<Range, String> words) {
    return range.high() == 0 ? NONE : words.apply(range);
  }

  private static String bytes(double bytes) {
    return Amounts.bytes(Math.round(bytes));
  }
}
