package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.cloud.CloudKind;
import dev.backfill.cloud.JobService.JobKey;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Plan;
import dev.backfill.run.FakeCloud;
import dev.backfill.run.StagePace;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.StatusLine;
import dev.backfill.ui.model.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each of what a window asks for has a thread of its own, and none holds another up. */
class RunServiceTest {
  private static final Plan PLAN = Canned.plan(BackfillApp.firstPlan());
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path runs;

  private final RunModel model = new RunModel();
  private final Map<String, String> threads = new ConcurrentHashMap<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile boolean holding;
  private volatile boolean refused;
  private volatile boolean broken;
  private volatile Optional<String> served = Optional.empty();
  private RunFiles files;
  private RunService service;

  private final class Recorded implements Clouds {
    @Override
    public Optional<String> address() {
      return served;
    }

    @Override
    public void check(Place place, Plan plan) {
      if (refused) {
        throw new IllegalStateException("There are no credentials.");
      }
    }

    @Override
    public Opened open(Place place, Plan plan) {
      threads.put("a cloud", Thread.currentThread().getName());
      return new Opened(new FakeCloud(plan).cloud(), () -> {});
    }

    @Override
    public Opened open(Place place, Plan plan, String run) throws Exception {
      threads.put("the run's", Thread.currentThread().getName());
      reached.countDown();
      if (broken) {
        throw new IOException("No space left on device");
      }
      if (holding) {
        held.await();
      }
      return new Opened(new FakeCloud(plan).cloud(), () -> {});
    }
  }

  @BeforeEach
  void open() {
    files = new RunFiles(runs, runs.resolve("log"), model, Runnable::run);
    service =
        new RunService(new Recorded(), files, model, Runnable::run, time -> {}, Clock.systemUTC());
  }

  @Test
  void credentialsThatAreRefusedBeginNoRun() throws Exception {
    refused = true;
    service.start(BackfillApp.firstPlan(), Clouds.Place.GOOGLE);
    for (var i = 0; i < 600 && model.failure().get().isNone(); i++) {
      Thread.sleep(20);
    }
    assertThat(model.failure().get().toString()).contains("There are no credentials.");
    assertThat(runs).isEmptyDirectory();
  }

  @AfterEach
  void close() throws Exception {
    held.countDown();
    service.close();
    // A close takes nothing more and waits for nothing; the folder is deleted after this.
    ended();
    files.close();
  }

  /** A sandbox is filled for half a minute: until then the run before is not said to be opened. */
  @Test
  void aRunThatIsBegunIsNotTakenForTheOneBefore() throws Exception {
    holding = true;
    model.view().set(Canned.whole());
    model.cloud().set(CloudKind.GOOGLE.description());
    service.start(BackfillApp.firstPlan(), Clouds.Place.SANDBOX);
    await(reached);
    assertThat(model.view().get()).isNull();
    assertThat(CloudKind.isSandbox(model.cloud().get()))
        .as("who closes the window is told of no job on Google that is billed")
        .isTrue();
    assertThat(new StatusLine(model, new StagePace(Clock.systemUTC())).text("somewhere"))
        .isEqualTo(Texts.of("run.opening.sandbox"));
  }

  @Test
  void closingWhileASandboxIsFilledLeavesNothing() throws Exception {
    holding = true;
    service.start(BackfillApp.firstPlan(), Clouds.Place.SANDBOX);
    await(reached);
    assertThat(runs).isNotEmptyDirectory();
    service.close();
    assertThat(runs).as("the program may end now").isEmptyDirectory();
    held.countDown();
    ended();
    assertThat(runs).as("nothing is begun behind it").isEmptyDirectory();
  }

  @Test
  void aSandboxThatCannotBeFilledLeavesNoRun() throws Exception {
    broken = true;
    service.start(BackfillApp.firstPlan(), Clouds.Place.SANDBOX);
    await(reached);
    ended();
    assertThat(model.failure().get().isNone()).isFalse();
    assertThat(runs).isEmptyDirectory();
  }

  /** As a console leaves it that is killed while it fills a sandbox; what is no run's stays. */
  @Test
  void whatAKilledConsoleOnlyOpenedIsTakenAway() throws Exception {
    var old = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    for (var name : List.of("r260414030000", "r260414030001", "notes")) {
      var folder = Files.createDirectory(runs.resolve(name));
      Files.createFile(folder.resolve(Journal.FILE));
      Files.createFile(folder.resolve("journal.lock"));
      Files.setLastModifiedTime(folder, old);
    }
    var held = Files.createDirectory(runs.resolve("r260414030002"));
    try (var journal = Journal.open(held)) {
      Files.setLastModifiedTime(held, old);
      Files.writeString(runs.resolve("r260414030001/kept.txt"), "mine");
      Files.setLastModifiedTime(runs.resolve("r260414030001"), old);
      files.look();
      for (var i = 0; i < PATIENCE_SECONDS * 50 && !model.looked().get(); i++) {
        Thread.sleep(20);
      }
      assertThat(runs.toFile().list())
          .containsExactlyInAnyOrder("r260414030001", "r260414030002", "notes");
      assertThat(journal.entries()).isEmpty();
    }
  }

  private void ended() throws InterruptedException {
    for (var i = 0; i < PATIENCE_SECONDS * 50 && model.running().get(); i++) {
      Thread.sleep(20);
    }
    assertThat(model.running().get()).isFalse();
  }

  @Test
  void closingSaysWhatGoesOnWithoutTheWindow() {
    model.cloud().set(CloudKind.SANDBOX.description());
    assertThat(service.closing()).contains("The run and its sandbox stop here");
    served = Optional.of("http://127.0.0.1:18080");
    assertThat(service.closing())
        .contains("The sandbox at http://127.0.0.1:18080 and its job continue");
    model.cloud().set(CloudKind.GOOGLE.description());
    assertThat(service.closing()).contains("is billed");
  }

  @Test
  void asksAndCancelsWhileARunIsBeingOpened() throws Exception {
    holding = true;
    service.start(BackfillApp.firstPlan(), Clouds.Place.SANDBOX);
    await(reached);
    var asked = new CompletableFuture<Void>();
    model.asked().addListener((p, was, now) -> asked.complete(null));
    service.asking().ask(PLAN, Clouds.Place.SANDBOX);
    asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var said = new CompletableFuture<Void>();
    model
        .notice()
        .addListener(
            (p, was, now) -> {
              // What was asked before is told of as well.
              if (now.startsWith("No run is connected")) {
                said.complete(null);
              }
            });
    service.cancelling().cancel(new JobKey("a-project", "a-region", "a-job"));
    said.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(threads).containsEntry("the run's", "run").containsEntry("a cloud", "ask");
  }

  /** A sandbox of another run, or a fresh one, does not hold what this run wrote. */
  @Test
  void looksCloserOnTheRunsOwnCloudAndBeforeTheNextRun() throws Exception {
    var thread = new CompletableFuture<String>();
    service
        .inspections()
        .ask(
            Canned.run(StageKind.VALIDATE, State.REFUSED),
            inspection -> Thread.currentThread().getName(),
            thread::complete,
            why -> thread.complete(why));
    // The canned run was on another cloud, which is found out when the run's own was opened.
    assertThat(thread.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isNotEmpty();
    assertThat(threads).containsOnly(Map.entry("the run's", "run"));
  }

  @Test
  void aSlowFileDelaysNoPage() throws Exception {
    var slow = new CountDownLatch(1);
    files.readPlan(
        plan(),
        text -> {
          slow.countDown();
          waitFor(held);
        });
    await(slow);
    var computed = new CompletableFuture<String>();
    try (var background = new Background(new Teller(model, Runnable::run))) {
      background.compute(() -> Thread.currentThread().getName(), computed::complete);
      assertThat(computed.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("pages");
    }
  }

  private Path plan() throws java.io.IOException {
    return java.nio.file.Files.writeString(runs.resolve("plan.yaml"), BackfillApp.firstPlan());
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      await(latch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
