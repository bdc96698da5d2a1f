package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalRepair;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run does whose journal lost lines and was repaired. */
class LostLinesTest {
  private static final String COPY =
      "\"step\":\"finalize:shared-prod:telemetry_stable.main_v4$20200414\"";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-15 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
  }

  /** Start, end, or both: the copy was made, and its job has the id that it would get again. */
  @ParameterizedTest
  @ValueSource(strings = {"started", "ended", "started|ended"})
  void asksTheCloudForCopiesAmongLostLines(String lost) throws IOException {
    assertThat(run(StageKind.FINALIZE)).isEqualTo(Outcome.DONE);
    var done = List.copyOf(cloud.done);
    var copied = view().stage(StageKind.FINALIZE).lines().size();
    asked.clear();
    lose(line -> line.contains(COPY) && line.matches("\\{\"entry\":\"(" + lost + ")\".*"));
    assertThat(view().stage(StageKind.FINALIZE).state()).isEqualTo(State.UNKNOWN);
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    assertThat(asked).as("what was copied is not asked for again").isEmpty();
    assertThat(cloud.done).isEqualTo(done);
    assertThat(view().stage(StageKind.FINALIZE).lines())
        .hasSize(copied)
        .extracting(StageLine::state)
        .containsOnly(State.DONE);
    assertThat(undo()).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).hasSize(done.size() + 2);
  }

  @Test
  @Tag("long")
  void isGoneOnWithWhateverLineIsLost() throws IOException {
    assertThat(run(StageKind.VERIFY)).isEqualTo(Outcome.DONE);
    var done = List.copyOf(cloud.done);
    var whole = Files.readAllLines(folder.resolve("journal.jsonl"));
    for (var i = 1; i < whole.size(); i++) {
      var line = whole.get(i);
      Files.write(folder.resolve("journal.jsonl"), whole);
      lose(line::equals);
      assertThat(run(StageKind.VERIFY)).as(line).isIn(Outcome.DONE, Outcome.REFUSED);
      // A mirror that is gone through again says once more whose the target is.
      assertThat(cloud.done)
          .filteredOn(act -> !act.startsWith("label "))
          .as(line)
          .containsExactlyElementsOf(done);
    }
  }

  private void lose(Predicate<String> which) throws IOException {
    var file = folder.resolve("journal.jsonl");
    var lines = Files.readAllLines(file);
    assertThat(lines).anyMatch(which);
    lines.replaceAll(line -> which.test(line) ? line.substring(line.length() / 2) : line);
    Files.write(file, lines);
    assertThat(JournalRepair.repair(folder, Instant.now()))
        .isInstanceOf(JournalRepair.Result.Repaired.class);
  }

  private Outcome run(StageKind until) {
    try (var journal = Journal.open(folder)) {
      return engine(journal).resume(until);
    }
  }

  private Outcome undo() {
    try (var journal = Journal.open(folder)) {
      return engine(journal).undo();
    }
  }

  private Engine engine(Journal journal) {
    Operator operator =
        request -> {
          request.items().forEach(item -> asked.add(item.phrase()));
          return request.phrases();
        };
    return new Engine(
        "r1", plan, cloud.cloud(), journal, Around.in(folder).asking(operator).made());
  }

  private RunView view() {
    return RunView.of(Journal.read(folder));
  }
}
