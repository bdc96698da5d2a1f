package dev.backfill.plan;

import dev.backfill.problem.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The texts of the files that a plan names; a run keeps the texts, and not the names. */
public interface PlanFiles {
  /** A plan that lies nowhere, or whose texts stand in it. */
  PlanFiles NONE =
      name -> {
        throw problem(
            "names the file '" + name + "', which this text has no folder for",
            "open the plan's file, or write the SQL itself, as query_sql and affected_sql");
      };

  /**
   * The text of a file.
   *
   * @param name as it stands in the plan
   * @throws InvalidPlan with one problem, of no field, that says what stands there in its place
   */
  String text(String name) throws InvalidPlan;

  /** The files that are named from a plan's own folder. */
  static PlanFiles beside(Path plan) {
    return name -> {
      try {
        return PlanText.read(plan.toAbsolutePath().resolveSibling(name), "query");
      } catch (InvalidPathException e) {
        throw problem("'" + name + "' is no file's name", "mend it");
      } catch (InvalidPlan e) {
        var found = e.problems().get(0);
        throw problem("the file " + found.field() + " " + found.what(), found.remedy());
      }
    };
  }

  private static InvalidPlan problem(String what, String remedy) {
    return new InvalidPlan(List.of(Problem.of(what, remedy)));
  }
}
