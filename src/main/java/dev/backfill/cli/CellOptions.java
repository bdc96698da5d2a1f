package dev.backfill.cli;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What the operator says about single cells before a run goes on. */
final class CellOptions {
  // A plan may have tens of thousands of cells.
  private static final int SHOWN = 10;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--accept",
      paramLabel = "CELL=REASON",
      description =
          "With --resume: accepts a cell that does not pass, for example "
              + "telemetry/main/4@2020-04-14, exactly as it was last counted; repeatable.")
  private Map<String, String> accepted = Map.of();

  @Option(
      names = "--leave-out",
      paramLabel = "CELL=REASON",
      description =
          "Leaves a cell out: it is no longer staged, decoded, counted or copied, "
              + "and blocks no other cell, until --again includes it; repeatable.")
  private Map<String, String> leftOut = Map.of();

  @Option(
      names = "--again",
      paramLabel = "CELL",
      description =
          "With --resume: decodes a cell again, in a job for such cells only, and "
              + "counts it again. Includes a cell that was left out; repeatable.")
  private Set<String> again = Set.of();

  /** Whether something is said that only a run that was begun can be told. */
  boolean needRun() {
    return !accepted.isEmpty() || !again.isEmpty();
  }

  /**
   * What is said, for a plan.
   *
   * @throws ParameterException when a cell is not of the plan, or two things are said of one
   */
  List<Decision> decisions(Plan plan) {
    var twice = new ArrayList<>(again);
    twice.retainAll(leftOut.keySet());
    if (!twice.isEmpty()) {
      throw wrong("Either leave out " + twice.get(0) + " or decode it again, not both.");
    }
    var cells = plan.cells().stream().collect(Collectors.toMap(Cell::key, cell -> cell));
    var decisions = new ArrayList<Decision>();
    leftOut.forEach(
        (key, reason) -> decisions.add(new Decision.LeaveOut(cell(cells, key), reason)));
    again.forEach(key -> decisions.add(new Decision.Again(cell(cells, key))));
    accepted.forEach((key, reason) -> decisions.add(new Decision.Accept(cell(cells, key), reason)));
    return decisions;
  }

  private Cell cell(Map<String, Cell> cells, String key) {
    if (cells.containsKey(key)) {
      return cells.get(key);
    }
    var near = Comparator.<String>comparingInt(k -> distance(k, key)).thenComparing(k -> k);
    var nearest = cells.keySet().stream().sorted(near).limit(SHOWN).toList();
    throw wrong(
        "The plan has no cell "
            + key
            + ". Did you mean "
            + nearest.get(0)
            + "? A cell is namespace/type/version@YYYY-MM-DD; the plan has "
            + cells.size()
            + (cells.size() > SHOWN ? ", the nearest are " : ": ")
            + String.join(", ", nearest)
            + ".");
  }

  private static int distance(String one, String other) {
    return LevenshteinDistance.getDefaultInstance().apply(one, other);
  }

  private ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
