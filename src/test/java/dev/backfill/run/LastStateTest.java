package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastStateTest {
  @TempDir Path folder;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void run() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            """);
    cloud = new FakeCloud(plan);
    until(StageKind.STAGE);
  }

  /** A journal whose beginning cannot be read any more, and that is the same by length and end. */
  @Test
  void journalIsFoldedOnceForAllLooks() throws Exception {
    var first = LastState.read(folder);
    assertThat(first).isEqualTo(folded());
    assertThat(first.stage()).contains(StageKind.DECODE);
    damageJournal();
    assertThat(LastState.read(folder)).isEqualTo(first);
    assertThatThrownBy(this::folded).isInstanceOf(JournalException.class);
  }

  @Test
  void anotherEntryIsAnotherState() throws Exception {
    LastState.read(folder);
    until(StageKind.REPORT);
    var now = LastState.read(folder);
    assertThat(now).isEqualTo(folded());
    assertThat(now.closed()).isPresent();
    assertThat(now.stage()).isEmpty();
    assertThat(LastState.read(folder)).isEqualTo(now);
  }

  /** What others are to do was stopped by nobody. */
  @Test
  void whoHandedOverWaitsForThePacket() throws Exception {
    plan = PlanFile.read(PlanFile.write(plan).replace("by: self", "by: hand-over"));
    folder = folder.resolve("other");
    cloud = new FakeCloud(plan);
    until(StageKind.REPORT);
    var now = LastState.read(folder);
    assertThat(now.stage()).contains(StageKind.FINALIZE);
    assertThat(now.state()).isEqualTo(State.HANDED_OVER);
    assertThat(LastState.read(folder)).as("kept").isEqualTo(now);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "{\"form\":1}", "cut", "flipped", "a folder"})
  void whatIsDamagedIsMadeAnew(String how) throws Exception {
    var whole = LastState.read(folder);
    var file = folder.resolve(LastState.FILE);
    var text = Files.readString(file);
    switch (how) {
      case "cut" -> Files.writeString(file, text.substring(0, text.length() / 2));
      case "flipped" -> Files.writeString(file, text.replace("\"decode\"", "\"verify\""));
      case "a folder" -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      default -> Files.writeString(file, how);
    }
    assertThat(LastState.read(folder)).isEqualTo(whole);
    if (!how.equals("a folder")) {
      assertThat(file).hasContent(text);
    }
  }

  @Test
  void whatIsOfAnotherJournalIsMadeAnew() throws Exception {
    LastState.read(folder);
    Files.setLastModifiedTime(folder.resolve(Journal.FILE), FileTime.from(Instant.EPOCH));
    damageBeginning();
    assertThatThrownBy(() -> LastState.read(folder)).isInstanceOf(JournalException.class);
  }

  @Test
  void folderWithoutAJournalIsNoRun() {
    assertThatThrownBy(() -> LastState.read(folder.resolve("none")))
        .isInstanceOf(JournalException.class);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private LastState folded() {
    return LastState.of(RunView.of(Journal.read(folder)));
  }

  private void damageJournal() throws IOException {
    var file = folder.resolve(Journal.FILE);
    var time = Files.getLastModifiedTime(file);
    damageBeginning();
    Files.setLastModifiedTime(file, time);
  }

  private void damageBeginning() throws IOException {
    var file = folder.resolve(Journal.FILE);
    var bytes = Files.readAllBytes(file);
    assertThat(bytes.length).isGreaterThan(20_000);
    bytes[0] = '?';
    Files.write(file, bytes);
  }

  private void until(StageKind stage) {
    try (var journal = Journal.open(folder)) {
      new Engine("r1", plan, cloud.cloud(), journal, Around.in(folder).made()).resume(stage);
    }
  }
}
