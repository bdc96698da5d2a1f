package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.Warehouse;
import dev.backfill.fact.Sent;
import dev.backfill.plan.Cell;
import java.util.ArrayList;
import java.util.List;

/** Asks queries that cost: dry run first, a limit on what is billed, and the text is kept. */
public final class CostedQueries {
  // Billing rounds up to the next MiB, and takes at least 10 MiB for each table that is read.
  private static final long MIB = 1L << 20;
  private static final long LEAST_A_TABLE = 10 * MIB;

  private final Warehouse warehouse;
  private final Progress progress;
  private final Steps steps;
  private final List<Sent.Statement> statements = new ArrayList<>();

  public CostedQueries(Steps steps) {
    this(steps.cloud().warehouse(), steps.progress(), steps);
  }

  /** Asks for someone outside a run; nothing is kept in a journal. */
  public CostedQueries(Warehouse warehouse, Progress progress) {
    this(warehouse, progress, null);
  }

  private CostedQueries(Warehouse warehouse, Progress progress, Steps steps) {
    this.warehouse = warehouse;
    this.progress = progress;
    this.steps = steps;
  }

  /** Runs a query after its dry run. */
  public List<JsonNode> query(String purpose, String project, String sql, int tables) {
    var most = dryRun(purpose, project, sql, tables);
    return warehouse.query(project, sql, most, progress);
  }

  /** Says what a query would read, and gives the most bytes that it may be billed for. */
  public long dryRun(String purpose, String project, String sql, int tables) {
    var bytes = warehouse.dryRun(project, sql).bytes();
    progress.say(purpose + ": reads " + bytes + " bytes");
    statements.add(new Sent.Statement(purpose, sql, bytes));
    return (bytes + MIB - 1) / MIB * MIB + tables * LEAST_A_TABLE;
  }

  /** What all dry runs together said that is read. */
  public long bytes() {
    return statements.stream().mapToLong(Sent.Statement::bytes).sum();
  }

  /** Keeps what was asked about a cell in the run's journal. */
  public void keep(Cell cell) {
    keep(cell.key());
  }

  /** The same of a step that is about no cell. */
  public void keep(String subject) {
    steps.note(new Sent(subject, statements));
  }
}
