package dev.backfill.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backfill.confirm.Operator;
import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.plan.Plan;
import dev.backfill.plan.PlanFile;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's folder that goes while the operator is asked: nothing may be destroyed after that. */
class LostFolderTest {
  private static final Operator AGREES = request -> request.phrases();

  @TempDir Path runs;
  private Plan plan;
  private FakeCloud cloud;

  @BeforeEach
  void plan() throws Exception {
    plan =
        PlanFile.read(
            """
            name: test
            reason: a test
            days: { first: 2020-04-14, last: 2020-04-14 }
            documents: [ telemetry/main/4 ]
            source: { project: shared-prod }
            target: { project: data-backfill-14 }
            schemas: gs://schemas/a.tar.gz
            """);
    cloud = new FakeCloud(plan);
  }

  @Test
  void isNoticedBeforeAnythingIsCopied() throws IOException {
    run(StageKind.VALIDATE);
    stops(engine -> engine.resume(StageKind.REPORT), "copy ", "delete ");
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
    assertThat(cloud.done).filteredOn(act -> act.startsWith("copy ")).hasSize(1);
  }

  @Test
  void isNoticedBeforeAnythingIsUndone() throws IOException {
    run(StageKind.VERIFY);
    stops(Engine::undo, "restore ", "copy ", "undo ");
  }

  @Test
  void isNoticedBeforeAnythingIsDeleted() throws IOException {
    run(StageKind.VERIFY);
    stops(engine -> engine.resume(StageKind.REPORT), "delete ");
    assertThat(run(StageKind.REPORT)).isEqualTo(Outcome.DONE);
  }

  private void stops(java.util.function.Consumer<Engine> work, String... acts) throws IOException {
    var done = List.copyOf(cloud.done);
    Operator moves =
        request -> {
          try {
            Files.move(runs.resolve("r1"), runs.resolve("elsewhere"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return request.phrases();
        };
    try (var journal = Journal.open(runs.resolve("r1"))) {
      assertThatThrownBy(() -> work.accept(engine(journal, moves)))
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.LOST));
    }
    var since = cloud.done.subList(done.size(), cloud.done.size());
    for (var act : acts) {
      assertThat(since).noneMatch(one -> one.startsWith(act));
    }
    assertThat(runs.resolve("r1.journal.jsonl-1")).exists();
    Files.move(runs.resolve("elsewhere"), runs.resolve("r1"));
  }

  private Outcome run(StageKind until) {
    try (var journal = Journal.open(runs.resolve("r1"))) {
      return engine(journal, AGREES).resume(until);
    }
  }

  private Engine engine(Journal journal, Operator operator) {
    return new Engine("r1", plan, cloud.cloud(), journal, Around.in(runs).asking(operator).made());
  }
}
