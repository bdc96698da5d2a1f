package dev.backfill.stages;

import dev.backfill.cloud.CloudException;
import dev.backfill.cloud.DatasetState;
import dev.backfill.cloud.TableSpec.Partitioning;
import dev.backfill.cloud.TableState;
import dev.backfill.plan.Plan;
import dev.backfill.plan.ProductionTable;
import dev.backfill.plan.StagingTable;
import dev.backfill.plan.TableKind;
import dev.backfill.problem.Problem;
import dev.backfill.run.Steps;
import java.util.Optional;

/**
 * Whether a table can be backfilled day by day: it is a table, and a partition of it is a UTC day
 * of {@code submission_timestamp}. Whatever else it is, it is named, with what to do about it.
 */
final class TableFit {
  // What every statement of the console asks for, and what $20200414 means in every copy.
  private static final String DAY = "DAY";
  private static final String FIELD = "submission_timestamp";

  private final Steps steps;
  private final Plan plan;

  TableFit(Steps steps) {
    this.steps = steps;
    this.plan = steps.plan();
  }

  /** What speaks against a table of production that the plan reads, mirrors or overwrites. */
  Optional<Problem> problem(ProductionTable table) {
    var found = steps.cloud().warehouse().table(table.name());
    if (found.isEmpty()) {
      return Optional.of(
          Problem.of(
              "There is no table " + table + ".", "Check the document type and source.project."));
    }
    var kind = found.get().kind();
    if (kind != TableKind.TABLE) {
      return Optional.of(Problem.of(table + " is " + kind.named() + why(kind), remedy(kind)));
    }
    return Optional.of(table)
        .filter(this::isSplit)
        .flatMap(one -> partitioning(one, found.get()))
        .or(() -> elsewhere(table, found.get()));
  }

  /** What speaks against what stands where a table of the target is to be; none need be there. */
  Optional<Problem> problem(StagingTable table) {
    return steps.cloud().warehouse().table(table.name()).flatMap(TableFit::unwritable);
  }

  /** What speaks against something of the target that stands where rows are to be written. */
  static Optional<Problem> unwritable(TableState state) {
    return state.kind() == TableKind.TABLE
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                state.name()
                    + " is "
                    + state.kind().named()
                    + ", and rows can be written to a table only.",
                "Remove or rename it, or use another target."));
  }

  private static String why(TableKind kind) {
    return switch (kind) {
      case VIEW -> ": it holds no rows of its own, and has no partitions.";
      case MATERIALIZED_VIEW -> ": its rows are made by BigQuery, and nobody can write them.";
      case SNAPSHOT -> ": it is as its table once was, and cannot be written.";
      case EXTERNAL -> ": its rows lie outside of BigQuery, which cannot replace a day of them.";
      case TABLE, MODEL, ROUTINE, OTHER -> ", and not a table.";
    };
  }

  private static String remedy(TableKind kind) {
    return switch (kind) {
      case VIEW, MATERIALIZED_VIEW ->
          "Look at its query for the tables that it reads, and set source.project and documents"
              + " to these.";
      case SNAPSHOT ->
          "Set source.project and documents to the table that it was taken of, or ask its owner to"
              + " restore it to a table.";
      case EXTERNAL -> "Ask its owner to load it into a table partitioned by day of " + FIELD + ".";
      case TABLE, MODEL, ROUTINE, OTHER -> "Check the document type and source.project.";
    };
  }

  // The live table is only counted, by its column and not by its partitions.
  private boolean isSplit(ProductionTable table) {
    return plan.documents().stream().anyMatch(type -> plan.mirrored(type).containsValue(table));
  }

  private Optional<Problem> partitioning(ProductionTable table, TableState state) {
    var by = state.spec().partitioning();
    // Error rows are told apart by their columns, wherever they lie.
    var wrong = by.isEmpty() ? !isOfErrors(table) : !isByDay(by.get());
    return Optional.of(table)
        .filter(one -> wrong)
        .map(
            one ->
                Problem.of(
                    table
                        + " is "
                        + by.map(some -> "partitioned " + some.named()).orElse("not partitioned")
                        + "; a backfill reads and replaces partitions by day of "
                        + FIELD
                        + ".",
                    "Ask its owner for a table that is partitioned so, or take its document type"
                        + " out of the plan."));
  }

  private boolean isOfErrors(ProductionTable table) {
    return plan.documents().stream()
        .anyMatch(
            type -> table.equals(plan.productionErrors(type)) || table.equals(plan.rejected(type)));
  }

  private static boolean isByDay(Partitioning by) {
    return by.type().equals(DAY) && by.field().filter(FIELD::equals).isPresent();
  }

  private Optional<Problem> elsewhere(ProductionTable table, TableState state) {
    var lies = location(state);
    if (lies.isEmpty()) {
      return Optional.of(
          Problem.of(
              "Where " + table + " lies is said neither by it nor by its dataset.",
              "Ask for bigquery.datasets.get on " + table.name().datasetName() + "."));
    }
    return lies.equalsIgnoreCase(plan.location())
        ? Optional.empty()
        : Optional.of(
            Problem.of(table + " is in " + lies + ".", "Set target.location to that location."));
  }

  /** Not every server says it of a table, which lies where its dataset does. */
  private String location(TableState state) {
    if (!state.location().isEmpty()) {
      return state.location();
    }
    try {
      var dataset = steps.cloud().warehouse().dataset(state.name().datasetName());
      return dataset.map(DatasetState::location).orElse("");
    } catch (CloudException e) {
      if (e.kind() != CloudException.Kind.DENIED) {
        throw e;
      }
      return "";
    }
  }
}
