package dev.backfill.stages;

import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.TableState;
import dev.backfill.cloud.Warehouse;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By which Cloud KMS keys a document type's tables are encrypted, compared before anything is paid:
 * those of production, those of the target as they are or as mirror would make them, and what the
 * job writes on the way.
 */
final class KeyCheck {
  private static final String GOOGLES = "Google's own key";

  private final Plan plan;
  private final Warehouse warehouse;

  KeyCheck(Plan plan, Warehouse warehouse) {
    this.plan = plan;
    this.warehouse = warehouse;
  }

  /** What keeps the target's rows from being copied over production's. */
  Optional<Problem> problem(DocumentType type, TableState stable) {
    var mine = plan.backfill(type);
    var made = warehouse.table(mine.name());
    var key = made.isPresent() ? made.get().encryption() : ofNew(mine);
    if (key.equals(stable.encryption())) {
      return Optional.empty();
    }
    // The gate refuses a copy between keys, when all before it was paid for.
    return Optional.of(
        Problem.of(
            stable.name()
                + " is encrypted by "
                + named(stable.encryption())
                + ", and "
                + mine
                + (made.isPresent() ? " by " : ", as mirror makes it, would be by ")
                + named(key)
                + ": a copy between them is refused.",
            made.isPresent()
                ? "Ask whoever keeps the keys to make " + mine + " anew by that one, then resume."
                : stable.encryption().isEmpty()
                    ? "Take the default key off "
                        + mine.name().datasetName()
                        + " (bq update --default_kms_key=''), then resume."
                    : "Make that key the default of "
                        + mine.name().datasetName()
                        + " (bq update --default_kms_key KEY), or ask whoever keeps it to, then"
                        + " resume."));
  }

  /** The key of a table that is not there yet: its dataset's default one. */
  private Optional<String> ofNew(StagingTable table) {
    return warehouse.dataset(table.name().datasetName()).flatMap(DatasetState::defaultKey);
  }

  /** What is encrypted otherwise than production's tables and may be meant so: it stops nothing. */
  List<String> notes(DocumentType type, TableState stable) {
    var notes = new ArrayList<String>();
    var decoded = warehouse.table(plan.decoded(type).name()).flatMap(TableState::encryption);
    var production = stable.encryption().or(() -> decoded);
    if (production.isEmpty() && plan.dataflow().setup().kmsKey().isEmpty()) {
      return notes;
    }
    if (plan.decodes() && !plan.dataflow().setup().kmsKey().equals(production)) {
      notes.add(
          "What the job keeps on its disks is encrypted by "
              + named(plan.dataflow().setup().kmsKey())
              + ", "
              + stable.name()
              + " by "
              + named(stable.encryption())
              + " (dataflow.kms_key)");
    }
    if (plan.decodes() && decoded.isPresent()) {
      var staged = plan.staged(type);
      var there = warehouse.table(staged.name());
      var key = there.isPresent() ? there.get().encryption() : ofNew(staged);
      if (!key.equals(decoded)) {
        notes.add(
            "The payloads are encrypted by " + named(decoded) + ", and staged by " + named(key));
      }
    }
    return notes;
  }

  private static String named(Optional<String> key) {
    return key.orElse(GOOGLES);
  }
}
