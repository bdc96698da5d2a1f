package dev.backfill.stages;

import dev.backfill.plan.Cell;
import dev.backfill.plan.Plan;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageLine;
import dev.backfill.run.State;
import dev.backfill.stage.Slice;
import dev.backfill.stage.StageKind;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By which steps each cell was staged, and by how many slices of its day. */
final class StagedSlices {
  private final Plan plan;
  private final Map<String, Map<String, StageLine>> byCell = new HashMap<>();

  /**
   * Makes an index.
   *
   * @param lines of the stages that make rows; those of staging count
   */
  StagedSlices(Plan plan, List<StageLine> lines) {
    this.plan = plan;
    for (var line : lines) {
      if (line.step().stage() == StageKind.STAGE) {
        var subject = line.step().subject();
        byCell
            .computeIfAbsent(subject.replaceFirst(" .*", ""), key -> new LinkedHashMap<>())
            .put(subject, line);
      }
    }
  }

  static StagedSlices of(RunView view) {
    return new StagedSlices(view.plan(), view.lines(Role.MAKES_ROWS));
  }

  /** By how many queries a cell is staged: as the plan says, or as it was begun. */
  Optional<Integer> count(Cell cell) {
    return plan.slices()
        .or(
            () ->
                lines(cell).values().stream()
                    .filter(line -> line.job().isPresent())
                    .map(line -> Slice.in(line.step().subject()).map(Slice::of).orElse(1))
                    .findFirst());
  }

  /** Whether all of a cell was staged. */
  boolean isWhole(Cell cell) {
    var lines = lines(cell);
    var slices = Slice.all(count(cell).orElse(1));
    if (slices.size() == 1) {
      return isDone(lines.get(cell.key()));
    }
    var first = lines.get(slices.get(0).subject(cell));
    return first != null
        && slices.stream()
            .allMatch(one -> isDone(lines.get(CellStaging.subject(cell, one, first.attempt()))));
  }

  private Map<String, StageLine> lines(Cell cell) {
    return byCell.getOrDefault(cell.key(), Map.of());
  }

  private static boolean isDone(StageLine line) {
    return line != null && line.state() == State.DONE;
  }
}
