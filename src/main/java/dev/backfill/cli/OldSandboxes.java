package dev.backfill.cli;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.settings.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandboxes of rehearsals that are over: nothing can be gone on with in them. */
final class OldSandboxes {
  private static final Logger LOG = LoggerFactory.getLogger(OldSandboxes.class);

  private final Folders folders;

  OldSandboxes(Folders folders) {
    this.folders = folders;
  }

  /**
   * Deletes those whose run was closed, is gone or never began; one that cannot be deleted is left,
   * and one that is served.
   */
  void remove() throws IOException {
    if (!Files.isDirectory(folders.sandboxes())) {
      return;
    }
    try (var found = Files.list(folders.sandboxes())) {
      found.filter(this::isOver).forEach(OldSandboxes::remove);
    }
  }

  private boolean isOver(Path sandbox) {
    try {
      var entries = Journal.read(folders.runs().resolve(sandbox.getFileName()));
      return entries.isEmpty() || entries.stream().anyMatch(Entry.Closed.class::isInstance);
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.ABSENT) {
        return true;
      }
      LOG.info("The sandbox in {} is left", sandbox, e);
      return false;
    }
  }

  private static void remove(Path sandbox) {
    try {
      Sandbox.remove(sandbox);
      Files.delete(sandbox);
    } catch (IOException e) {
      LOG.info("The sandbox in {} is left", sandbox, e);
    }
  }
}
