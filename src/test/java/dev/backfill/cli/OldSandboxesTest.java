package dev.backfill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Entry;
import dev.backfill.journal.Journal;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.settings.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("server")
class OldSandboxesTest {
  @TempDir Path data;
  private Folders folders;

  @BeforeEach
  void folders() {
    folders = new Folders(data);
  }

  @Test
  void goWithTheirRunsAndOnlyThen() throws IOException {
    run("over", true);
    run("open", false);
    run("served", true);
    Files.createDirectories(folders.runs().resolve("begun-never"));
    Files.createFile(folders.runs().resolve("begun-never").resolve("journal.jsonl"));
    Files.createDirectories(folders.runs().resolve("damaged"));
    Files.writeString(folders.runs().resolve("damaged").resolve("journal.jsonl"), "x\n");
    for (var name : new String[] {"over", "open", "gone", "begun-never", "damaged"}) {
      Sandbox.start(folders.sandboxes().resolve(name), 0).close();
    }
    try (var served = Sandbox.start(folders.sandboxes().resolve("served"), 0)) {
      new OldSandboxes(folders).remove();
    }
    try (var left = Files.list(folders.sandboxes())) {
      assertThat(left.map(folder -> folder.getFileName().toString()))
          .containsExactlyInAnyOrder("open", "served", "damaged");
    }
  }

  @Test
  void needNotBeThere() throws IOException {
    new OldSandboxes(folders).remove();
    assertThat(folders.sandboxes()).doesNotExist();
  }

  private void run(String name, boolean closed) {
    try (var journal = Journal.open(folders.runs().resolve(name))) {
      journal.append(new Entry.Opened(Instant.EPOCH, name, "test", "sandbox", "plan"));
      if (closed) {
        journal.append(new Entry.Closed(Instant.EPOCH, "done"));
      }
    }
  }
}
