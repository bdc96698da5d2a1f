package dev.backfill.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backfill.cloud.Progress;
import dev.backfill.cloud.QueryRan;
import dev.backfill.cloud.Stop;
import dev.backfill.cloud.Warehouse;
import dev.backfill.fact.Sent;
import dev.backfill.plan.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    return query(purpose, project, sql, tables, Long.MAX_VALUE).orElseThrow();
  }

  /** The same unless its dry run says that it reads more than so many bytes: then it is not run. */
  Optional<List<JsonNode>> query(
      String purpose, String project, String sql, int tables, long mostBytes) {
    var bytes = warehouse.dryRun(project, sql).bytes();
    if (bytes > mostBytes) {
      progress.say(purpose + ": would read " + bytes + " bytes, so it is asked in parts");
      return Optional.empty();
    }
    var most = told(purpose, sql, bytes, tables);
    var watched = new Costing(statements.size() - 1);
    return Optional.of(warehouse.query(project, sql, most, watched));
  }

  /** Keeps what a query's job tells beside its text. */
  private final class Costing implements Progress {
    private final int place;

    Costing(int place) {
      this.place = place;
    }

    @Override
    public void ran(QueryRan query) {
      var asked = statements.get(place);
      statements.set(
          place,
          new Sent.Statement(
              asked.purpose(),
              asked.sql(),
              asked.bytes(),
              Optional.of(
                  new Sent.Ran(
                      query.job(),
                      query.bytes(),
                      query.slotTime().toMillis(),
                      query.took().toMillis()))));
    }

    @Override
    public void say(String text) {
      progress.say(text);
    }

    @Override
    public void warn(String text) {
      progress.warn(text);
    }

    @Override
    public void waits(String text) {
      progress.waits(text);
    }

    @Override
    public void goesOn() {
      progress.goesOn();
    }

    @Override
    public boolean stopped() {
      return progress.stopped();
    }

    @Override
    public void pause(Stop.Waiting how) throws InterruptedException {
      progress.pause(how);
    }
  }

  /** Says what a query would read, and gives the most bytes that it may be billed for. */
  public long dryRun(String purpose, String project, String sql, int tables) {
    return told(purpose, sql, warehouse.dryRun(project, sql).bytes(), tables);
  }

  /**
   * The same of one of which is known what it reads at most; gives the most bytes that it may be
   * billed for.
   */
  public long told(String purpose, String sql, long bytes, int tables) {
    progress.say(purpose + ": reads " + bytes + " bytes at most");
    statements.add(new Sent.Statement(purpose, sql, bytes));
    return (bytes + MIB - 1) / MIB * MIB + tables * LEAST_A_TABLE;
  }

  /** What all of them together read at most. */
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

  /** The same of cells that were asked about together; nothing where nothing was asked. */
  public void keep(List<Cell> cells) {
    if (!statements.isEmpty()) {
      steps.note(Sent.together(cells.stream().map(Cell::key).toList(), statements));
    }
  }
}
