package dev.backfill.stages;

import dev.backfill.cloud.TableSpec;
import dev.backfill.decode.ArchiveWriter;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The structures of the tables that a job writes, as the schema archive that its workers read: what
 * decode makes of a document is then what the load can take, whatever other archives say.
 */
record WorkerSchemas(byte[] archive) {
  // Half of a SHA-256: two structures of one run will not share it.
  private static final int NAME_BYTES = 16;

  /** The archive of some cells' tables, made of their structures. */
  static WorkerSchemas of(Plan plan, List<Cell> cells, Map<StagingTable, TableSpec> tables) {
    var archive = new ArchiveWriter("tables");
    for (var type : cells.stream().map(Cell::type).distinct().toList()) {
      add(archive, type, tables.get(plan.written(type)));
      add(archive, type.errorRows(), tables.get(plan.errors(type)));
    }
    return new WorkerSchemas(archive.bytes());
  }

  private static void add(ArchiveWriter archive, DocumentType type, TableSpec table) {
    archive.add(type.namespace(), type.type(), type.version(), TableSchema.of(table));
  }

  /** The object's name, which tells its content. */
  String name() {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(archive);
      return "schemas/" + HexFormat.of().formatHex(hash, 0, NAME_BYTES) + ".tar.gz";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
