package dev.backfill.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import dev.backfill.stage.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final Step STEP = new Step(StageKind.FINALIZE, "p:d.t$20200414");
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry.Opened(NOW, "r1", "0.1.0", "sandbox", "name: x\n"),
          new Entry.Started(NOW, STEP, 1, "r1-finalize-1"),
          new Entry.Ended(NOW, STEP, 1, new StepResult.Refused(List.of("one", "two"))),
          new Entry.Ended(NOW, STEP, 2, new StepResult.Failed("BC-1", "text")),
          new Entry.Agreed(NOW, StageKind.CLEANUP, "p", List.of("d")),
          new Entry.Closed(NOW, "done"));

  @TempDir Path folder;

  @Test
  void readsWhatItWrote() {
    write();
    assertThat(Journal.read(folder)).isEqualTo(ENTRIES);
    try (var journal = Journal.open(folder)) {
      assertThat(journal.entries()).isEqualTo(ENTRIES);
    }
  }

  @Test
  void leavesOutTornLastLineAndWritesOverIt() throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    Files.writeString(file, "{\"entry\":\"clo", StandardOpenOption.APPEND);
    assertThat(Journal.read(folder)).isEqualTo(ENTRIES);
    try (var journal = Journal.open(folder)) {
      journal.append(ENTRIES.get(5));
    }
    assertThat(Journal.read(folder)).hasSize(7).endsWith(ENTRIES.get(5));
  }

  @Test
  void namesDamagedLineInTheMiddle() throws IOException {
    write();
    var file = folder.resolve(Journal.FILE);
    var lines = Files.readAllLines(file);
    lines.set(2, lines.get(2).substring(5));
    Files.write(file, lines);
    assertThatThrownBy(() -> Journal.read(folder))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Line 3 of");
  }

  @Test
  void keepsSecondWriterOut() {
    try (var journal = Journal.open(folder)) {
      assertThatThrownBy(() -> Journal.open(folder)).hasMessageContaining("Another console");
      journal.append(ENTRIES.get(0));
    }
    assertThat(Journal.read(folder)).hasSize(1);
  }

  @Test
  void saysWhenThereIsNone() {
    assertThatThrownBy(() -> Journal.read(folder.resolve("none")))
        .hasMessageContaining("There is no run at");
  }

  private void write() {
    try (var journal = Journal.open(folder)) {
      ENTRIES.forEach(journal::append);
    }
  }
}
