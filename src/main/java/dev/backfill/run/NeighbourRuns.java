package dev.backfill.run;

import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.StagingTable;
import dev.backfill.run.Stage.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other runs that this machine has journals of, in the folders beside this run's. */
final class NeighbourRuns {
  private static final Logger LOG = LoggerFactory.getLogger(NeighbourRuns.class);

  private final Steps steps;

  NeighbourRuns(Steps steps) {
    this.steps = steps;
  }

  /** Another run of this machine, as its journal tells it. */
  record Known(String run, Plan plan, RunView view) {}

  /** A run, when this machine knows it. */
  Optional<Known> known(String run) {
    var folder = steps.folder().toAbsolutePath().resolveSibling(run);
    return run.equals(steps.run()) || !run.matches("[a-z0-9-]+") ? Optional.empty() : read(folder);
  }

  /** Runs on the same kind of cloud that wrote to a table and did not clean it up. */
  List<Known> writersOf(StagingTable table) {
    var parent = steps.folder().toAbsolutePath().getParent();
    try (Stream<Path> folders = Files.list(parent)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> !folder.getFileName().equals(steps.folder().getFileName()))
          .sorted()
          .flatMap(folder -> read(folder).stream())
          .filter(known -> known.view().opened().cloud().equals(steps.view().opened().cloud()))
          .filter(known -> known.view().state(Role.CLEANS) != State.DONE)
          .filter(known -> new WrittenTables(known.plan(), known.view()).isTo(table))
          .toList();
    } catch (IOException e) {
      LOG.warn("The runs in {} cannot be listed", parent, e);
      return List.of();
    }
  }

  // One run that cannot be read says nothing, and keeps nothing from being asked of the others.
  private static Optional<Known> read(Path folder) {
    try {
      var view = RunView.of(Journal.read(folder));
      return Optional.of(new Known(folder.getFileName().toString(), view.plan(), view));
    } catch (JournalException | IllegalArgumentException e) {
      LOG.debug("No run is read from {}", folder, e);
      return Optional.empty();
    }
  }
}
