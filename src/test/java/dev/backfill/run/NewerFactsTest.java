package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.fact.Noted;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.problem.Action;
import dev.backfill.report.Format;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.RunModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newer console noted is kept, and said, by one that does not know what it means. */
class NewerFactsTest {
  private static final String NEWER =
      "{\"entry\":\"observed\",\"at\":\"2026-11-25T23:30:00Z\",\"stage\":\"validate\","
          + "\"topic\":\"parity\",\"value\":{\"cell\":\"c\",\"of\":[1,2]}}\n";
  private static final String SAID =
      "Written by a newer console: validate 'parity', 2 times. This version keeps it and does not"
          + " know what it means. Go on with the newest version that worked on the run.";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void journal() throws Exception {
    file = folder.resolve(Journal.FILE);
    Files.copy(Path.of("src/test/resources/journals/undone/journal.jsonl"), file);
    append(NEWER + NEWER);
  }

  private void append(String lines) throws Exception {
    Files.writeString(file, lines, StandardOpenOption.APPEND);
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }

  @Test
  void isKeptAsItIs() throws Exception {
    var before = Files.readString(file);
    try (var journal = Journal.open(folder)) {
      journal.entries().forEach(journal::append);
    }
    assertThat(Files.readString(file)).startsWith(before).isEqualTo(before + before);
    assertThat(view().unknown())
        .hasSize(4)
        .extracting(Noted::stage)
        .containsOnly(StageKind.VALIDATE);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void isReported(Format format) {
    assertThat(view().newer()).containsExactly(SAID);
    var text = format.write(view());
    if (format == Format.JSON) {
      assertThat(text).contains("\"unknown\" : [ {", "\"topic\" : \"parity\"", "\"of\" : [ 1, 2 ]");
    } else {
      assertThat(text).contains("newer console", "parity", "the newest version that worked");
    }
  }

  @Test
  void isSaidOnceInTheWindow() {
    var model = new RunModel();
    model.view().set(view());
    model.view().set(view());
    assertThat(model.log()).containsExactly(SAID);
  }

  @Test
  void keepsTheRunFromNothing() throws Exception {
    var run = RecordedRun.undone(Files.createDirectory(folder.resolve("again")));
    Files.copy(
        file,
        folder.resolve("again").resolve(Journal.FILE),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    run.cloud.withoutPartitions();
    assertThat(run.go(null, StageKind.REPORT)).isEqualTo(Outcome.DONE);
  }

  /** What a stage that no playbook here has did must not be taken for nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"started\",\"at\":1,\"step\":\"tell:x\",\"attempt\":1",
        "\"agreed\",\"at\":1,\"stage\":\"tell\",\"phrase\":\"p\",\"items\":[]"
      })
  void refusesAStageThatItDoesNotKnow(String rest) throws Exception {
    append("{\"entry\":" + rest + "}\n");
    var entries = Journal.read(folder).size();
    assertThat(org.assertj.core.api.Assertions.catchThrowable(this::view))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.NEWER))
        .hasMessageContaining("newer console")
        .hasMessageContaining("the stage 'tell' in entry " + entries);
  }

  /** One of a name that this version knows must be in that form: what is half read misleads. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\"copied\",\"value\":{\"cell\":\"c\"}", "\"staged\",\"value\":7", "\"drift\""})
  void isNotConfusedWithDamage(String rest) throws Exception {
    append(
        "{\"entry\":\"observed\",\"at\":\"2026-11-25T23:30:00Z\",\"stage\":\"finalize\",\"topic\":"
            + rest
            + "}\n");
    assertThat(org.assertj.core.api.Assertions.catchThrowable(this::view))
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(JournalException.Kind.DAMAGED);
              assertThat(e.problem().actions()).containsExactly(Action.repair(folder));
            });
  }
}
