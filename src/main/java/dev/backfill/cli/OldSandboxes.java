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

  /** Deletes those whose run was closed or is gone; one that cannot be deleted is left. */
  void remove() throws IOException {
    if (!Files.isDirectory(folders.sandboxes())) {
      return;
    }
    try (var found = Files.list(folders.sandboxes())) {
      found.filter(this::isOver).forEach(OldSandboxes::remove);
    }
  }

  private boolean isOver(Path sandbox) {
    var run = folders.runs().resolve(sandbox.getFileName());
    try {
      return !Files.exists(run)
          || Journal.read(run).stream().anyMatch(entry -> entry instanceof Entry.Closed);
    } catch (JournalException e) {
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
