package dev.backfill.landing;

import dev.backfill.check.Counts;
import dev.backfill.check.Counts.Side;
import dev.backfill.cloud.Fingerprints;
import dev.backfill.plan.Cell;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.run.CellValidation;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.Playbooks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Packets as a run makes them, of what stands in a cloud in memory. */
public final class Packets {
  static final int ROWS = 3;

  private Packets() {}

  /** A packet over two document types, made when it is asked for. */
  public static Supplier<Packet> once() {
    return () -> {
      var plan = plan();
      return of(plan, cloud(plan));
    };
  }

  public static Plan plan() {
    try {
      return PlanFile.read(
          """
          name: two-types
          reason: copy_deduplicate failed on too many duplicates (bug 1630336)
          days: { first: 2020-04-14, last: 2020-04-14 }
          documents: [ telemetry/main/4, telemetry/core/10 ]
          source: { project: moz-fx-data-shared-prod }
          target: { project: moz-fx-data-backfill-14 }
          schemas: gs://schemas/a.tar.gz
          finalize: { by: hand-over }
          """);
    } catch (InvalidPlan e) {
      throw new AssertionError(e);
    }
  }

  /** A cloud whose backfill is decoded. */
  static FakeCloud cloud(Plan plan) {
    var cloud = new FakeCloud(plan).mirrored();
    plan.documents().forEach(type -> cloud.holding(plan.backfill(type).name(), ROWS));
    return cloud;
  }

  static Packet of(Plan plan, FakeCloud cloud) {
    var items = new ArrayList<Packet.Item>();
    var evidence = new LinkedHashMap<Cell, CellValidation>();
    for (var cell : plan.cells()) {
      var from = plan.backfill(cell.type()).partition(cell.day());
      var to = plan.stable(cell.type()).partition(cell.day());
      items.add(
          new Packet.Item(
              cell,
              ROWS,
              job(cell),
              Fingerprints.take(cloud, from.table().name(), cell.day()),
              Fingerprints.take(cloud, to.table().name(), cell.day())));
      evidence.put(cell, validated(cell));
    }
    return Packet.of(
        "r200415030000",
        cloud.cloud().description(),
        Optional.empty(),
        plan,
        items,
        evidence,
        Map.of(),
        List.of(),
        Clock.systemUTC().instant());
  }

  static String job(Cell cell) {
    return "r200415030000-finalize-" + cell.type().table();
  }

  private static CellValidation validated(Cell cell) {
    return new CellValidation(
        Playbooks.DEFAULT,
        new Counts(
            cell,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Side(ROWS, ROWS, 0)),
            Optional.empty(),
            Optional.of(0L),
            Optional.empty(),
            Optional.of(0L),
            Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
