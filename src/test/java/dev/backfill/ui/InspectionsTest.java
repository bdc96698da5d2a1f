package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cli.ConsoleClouds;
import dev.backfill.cloud.Cloud;
import dev.backfill.cloud.Progress;
import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.run.Inspection;
import dev.backfill.run.Inspection.Breakdown;
import dev.backfill.run.RunView;
import dev.backfill.run.State;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.settings.Folders;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.RunModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked about a cell is answered by the cloud of its run, however the run ended. */
@Tag("window")
class InspectionsTest {
  private static final long PATIENCE_SECONDS = 1200;

  @TempDir Path data;

  private final RunModel model = new RunModel();
  private Folders folders;
  private RunFiles files;
  private RunService service;

  /** How the run under way answers its questions. */
  private Runnable answer = () -> {};

  @BeforeEach
  void open() {
    folders = new Folders(data);
    begin();
    model
        .question()
        .addListener(
            (p, was, now) -> {
              if (now != null) {
                answer.run();
              }
            });
  }

  private void begin() {
    files = new RunFiles(folders.runs(), folders.log(), model, Runnable::run);
    service =
        new RunService(
            new ConsoleClouds(folders, 40),
            files,
            model,
            Runnable::run,
            time -> Thread.sleep(1000),
            Clock.systemUTC());
  }

  @AfterEach
  void close() {
    service.close();
    files.close();
  }

  @Test
  void afterEachEndItIsTheRunsOwnCloudThatAnswers() throws Exception {
    answer = () -> service.answer(Set.of());
    ended(() -> service.start(BackfillApp.firstPlan(), Clouds.Place.SANDBOX));
    var refused = read();
    assertThat(refused.stage(StageKind.FINALIZE).state()).isIn(State.STOPPED, State.REFUSED);
    var before = answersAsItsOwnCloud(refused);
    assertThat(before.sql()).containsKeys("pbd", "live", "stable", "backfill");

    answer = () -> service.stop();
    ended(() -> service.resume(refused.opened().run(), refused.opened().cloud()));
    assertThat(answersAsItsOwnCloud(read())).isEqualTo(before);

    // Another console, later.
    close();
    begin();
    assertThat(answersAsItsOwnCloud(read())).isEqualTo(before);

    answer = () -> service.answer(Set.of(model.question().get().phrase()));
    ended(() -> service.resume(refused.opened().run(), refused.opened().cloud()));
    var done = read();
    assertThat(done.closed()).isPresent();
    var after = answersAsItsOwnCloud(done);
    assertThat(after.sql()).as("cleanup deleted it").doesNotContainKey("backfill");
    assertThat(after.parts()).as("stable holds what was copied").isNotEqualTo(before.parts());

    Sandbox.remove(folders.sandboxes().resolve(done.opened().run()));
    java.nio.file.Files.delete(folders.sandboxes().resolve(done.opened().run()));
    assertThat(asked(done, inspection -> inspection.hours(cell(done))))
        .asString()
        .contains("no longer exists");
    assertThat(folders.sandboxes().resolve(done.opened().run())).doesNotExist();
  }

  private Breakdown answersAsItsOwnCloud(RunView view) throws Exception {
    var cell = cell(view);
    var asked =
        List.<Function<Inspection, Object>>of(
            inspection -> inspection.hours(cell), inspection -> inspection.channels(cell));
    Object hours = null;
    for (var question : asked) {
      var told = asked(view, question);
      assertThat(told).isEqualTo(own(view, question));
      hours = hours == null ? told : hours;
    }
    // The table of the error rows goes with the others.
    if (view.closed().isEmpty()) {
      Function<Inspection, Object> errors = inspection -> inspection.errors(cell);
      assertThat(asked(view, errors)).isEqualTo(own(view, errors));
    }
    return (Breakdown) hours;
  }

  /** What the cloud in the run's folder says to somebody else. */
  private Object own(RunView view, Function<Inspection, Object> question) throws Exception {
    var folder = folders.sandboxes().resolve(view.opened().run());
    try (var sandbox = Sandbox.start(folder, 0)) {
      var profile = CloudProfile.sandbox(sandbox.endpoint());
      Cloud cloud = GoogleCloud.connect(profile, view.plan(), new PipelineSubmission(profile));
      return question.apply(new Inspection(view.plan(), cloud, Progress.SILENT));
    }
  }

  private Object asked(RunView view, Function<Inspection, Object> question) throws Exception {
    var told = new CompletableFuture<Object>();
    service.inspections().ask(view, question, told::complete, told::complete);
    return told.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Cell cell(RunView view) {
    return view.plan().cells().get(0);
  }

  private RunView read() {
    return RunView.of(Journal.read(folders.runs().resolve(model.view().get().opened().run())));
  }

  /** Does something that ends with a run at rest. */
  private void ended(Runnable begun) throws Exception {
    var rest = new CompletableFuture<Void>();
    begun.run();
    model
        .running()
        .addListener(
            (p, was, now) -> {
              if (!now) {
                rest.complete(null);
              }
            });
    try {
      rest.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(String.join("\n", model.log()), e);
    }
  }
}
