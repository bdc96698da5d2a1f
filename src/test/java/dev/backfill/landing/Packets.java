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

  /** One of a rewrite, which has hazards. */
  public static Supplier<Packet> rewritten() {
    return () -> {
      var plan =
          read(
              """
              playbook: rewrite
              name: third-party-modules-paths
              reason: paths of users' own machines leaked
              days: { first: 2020-04-14, last: 2020-04-14 }
              documents: [ telemetry/main/4, telemetry/core/10 ]
              source: { project: moz-fx-data-shared-prod }
              target: { project: moz-fx-data-backfill-14 }
              rewrite: { mode: drop, query_sql: "SELECT * FROM ${source} WHERE DATE(submission_timestamp) = '${day}'", affected_sql: bad }
              finalize: { by: hand-over }
              """);
      return of(
          plan,
          cloud(plan),
          List.of(
              "moz-fx-data-shared-prod:telemetry_live.main_v4 still has 40 rows of 2020-04-14, 2 of"
                  + " them affected: the daily deduplication of that day would bring them back.",
              "The backup keeps what is taken out of production."));
    };
  }

  public static Plan plan() {
    return read(
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
  }

  private static Plan read(String yaml) {
    try {
      return PlanFile.read(yaml);
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
    return of(plan, cloud, List.of());
  }

  private static Packet of(Plan plan, FakeCloud cloud, List<String> hazards) {
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
        hazards,
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
