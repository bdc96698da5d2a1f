package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.check.EvenCounts;
import dev.backfill.fact.CountFact;
import dev.backfill.fact.JobFact;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.ui.part.CellGrid;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/**
 * What an update costs the window's thread: a job of 1,000 workers with 36,000 points or of 300
 * document types, a table of 5,000 rows, and a grid of 9,300 cells. {@code
 * -Dsurefire.args=-Dframes=300} measures and prints; without it, each is updated a few times and
 * only looked at for being shown.
 */
@Tag("window")
@ExtendWith({NeedsFonts.class, ApplicationExtension.class})
class FrameCostTest {
  private static final int FRAMES = Integer.getInteger("frames", 3);
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final int POINTS = 36_000;
  private static final int ROWS = 5_000;
  private static final Instant BEGUN = Instant.parse("2020-04-15T03:00:00Z");

  @TempDir static Path folder;
  private Desk desk;

  @Start
  void open(Stage stage) {
    stage.setWidth(1600);
    stage.setHeight(1000);
    desk = new Desk(stage, folder, (place, plan) -> new Clouds.Opened(null, () -> {}));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void followsAJobOfTenHours(FxRobot robot) {
    var entries = begun();
    for (var i = 0; i < POINTS; i++) {
      entries.add(workers(i));
    }
    var views = new ArrayList<RunView>();
    for (var i = 0; i < FRAMES; i++) {
      entries.add(workers(POINTS + i));
      views.add(RunView.of(entries));
    }
    var page = page(robot, "decode");
    var times = measure(robot, views, page);
    print("decode page, " + POINTS + " points", times);
    assertThat(robot.lookup("#workersNow").queryLabeled().getText()).contains(" of 1,000");
  }

  @Test
  void scrollsFiveThousandRows(FxRobot robot) {
    var entries = begun();
    for (var i = 0; i < ROWS; i++) {
      entries.add(counts(i, i));
    }
    var views = new ArrayList<RunView>();
    for (var i = 0; i < FRAMES; i++) {
      // A row that is on screen.
      entries.add(counts(i % 12, ROWS + i));
      views.add(RunView.of(entries));
    }
    var page = page(robot, "validate");
    print("counts table, an update of " + ROWS + " rows", measure(robot, views, page));
    TableView<?> table = robot.lookup("#counts").queryTableView();
    assertThat(table.getItems()).hasSize(ROWS);
    var times = new long[FRAMES];
    for (var i = 0; i < FRAMES; i++) {
      var to = (i * 997) % ROWS;
      times[i] = time(robot, () -> table.scrollTo(to));
    }
    print("counts table, a scroll in " + ROWS + " rows", times);
  }

  @Test
  void drawsAGridOfNineThousandCells(FxRobot robot) {
    var matrix = CannedMatrix.counted(300, 31);
    var views = new ArrayList<RunView>();
    for (var i = 0; i < FRAMES; i++) {
      // A cell that changes its look: it fails, then passes.
      matrix.again(i % 9_000, i % 2);
      views.add(matrix.view());
    }
    var page = page(robot, "validate");
    var updates = measure(robot, views, page);
    print("grid, an update of 9,300 cells", updates);
    CellGrid grid = robot.lookup(".cell-grid").query();
    assertThat(grid.isVisible()).isTrue();
    var times = new long[FRAMES];
    for (var i = 0; i < FRAMES; i++) {
      var row = (i * 97) % 300;
      times[i] = time(robot, () -> grid.mark(row, row % 31));
    }
    print("grid, the cursor in 9,300 cells", times);
    for (var i = 0; i < FRAMES; i++) {
      times[i] = time(robot, () -> {});
    }
    print("a frame of the same window without any change", times);
    System.out.printf(
        "grid, an update of 9,300 cells: %.2f times a frame without any change%n",
        (double) median(updates) / median(times));
    for (var i = 0; i < FRAMES; i++) {
      var large = i % 2 == 0;
      times[i] = time(robot, () -> grid.large(large));
    }
    print("grid, 9,300 cells drawn anew", times);
  }

  @Test
  void followsTheCopiesOfNineThousandPartitions(FxRobot robot) {
    var matrix = CannedMatrix.landing(300, 31);
    var views = new ArrayList<RunView>();
    for (var i = 0; i < FRAMES; i++) {
      matrix.copying(5_000 + i / 2, i % 2 == 1);
      views.add(matrix.view());
    }
    var page = page(robot, "finalize");
    print("grid, an update of 9,300 partitions", measure(robot, views, page));
    assertThat(robot.lookup(".cell-grid").queryAll()).hasSize(1);
    assertThat(robot.lookup("#rows").queryAll()).as("the hidden table").isEmpty();
  }

  @Test
  void followsAJobOfThreeHundredTypes(FxRobot robot) {
    var job = CannedJob.running(300, 30);
    var views = new ArrayList<RunView>();
    for (var i = 0; i < FRAMES; i++) {
      job.count(0.5 + 0.4 * i / FRAMES);
      views.add(job.view());
    }
    var page = page(robot, "decode");
    print("decode page, 300 types", measure(robot, views, page));
    TableView<?> table = robot.lookup("#types").queryTableView();
    assertThat(table.getItems()).hasSize(300);
  }

  private RunPage page(FxRobot robot, String id) {
    var page = new Pages(desk.context()).load(id);
    robot.interact(
        () -> {
          desk.window.following().choose(id);
          ((javafx.scene.layout.StackPane) robot.lookup("#pages").query())
              .getChildren()
              .setAll(page.root());
        });
    return (RunPage) page.controller();
  }

  private long[] measure(FxRobot robot, List<RunView> views, RunPage page) {
    // The first update takes everything in; it is the one of opening the page.
    print("  first update", new long[] {update(robot, page, views.get(0))});
    var all = views.stream().mapToLong(view -> update(robot, page, view)).toArray();
    // The first half is the compiler's: a job of ten hours makes 144,000 updates.
    return Arrays.copyOfRange(all, all.length / 2, all.length);
  }

  /**
   * All that the window's thread does from being given a view until the frame that shows it is
   * handed to the renderer: what is computed, styled, laid out and taken over. Nothing is styled or
   * laid out that a frame leaves alone.
   */
  private long update(FxRobot robot, RunPage page, RunView view) {
    return frame(
        robot,
        () -> page.show(view),
        // Read after the view's own observations, and told after them.
        then -> desk.window.background().compute(() -> view, same -> then.run()));
  }

  /** An update with the frame that follows from it, in processor time of the window's thread. */
  private long time(FxRobot robot, Runnable update) {
    return frame(robot, update, Runnable::run);
  }

  private long frame(FxRobot robot, Runnable update, Consumer<Runnable> after) {
    // No frame under way, or asked for by what came before, is counted.
    drawn(robot, Runnable::run);
    var cost = new long[1];
    robot.interact(
        () -> {
          cost[0] = -CPU.getCurrentThreadCpuTime();
          update.run();
        });
    drawn(robot, after);
    robot.interact(() -> cost[0] += CPU.getCurrentThreadCpuTime());
    return cost[0];
  }

  /** Waits until a frame was drawn that begins after something was told on the window's thread. */
  private void drawn(FxRobot robot, Consumer<Runnable> after) {
    var drawn = new CountDownLatch(1);
    robot.interact(() -> after.accept(() -> whenDrawn(drawn::countDown)));
    try {
      assertThat(drawn.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void whenDrawn(Runnable then) {
    var scene = desk.window.scene();
    var laidOut = new AtomicReference<Runnable>();
    laidOut.set(
        () -> {
          scene.removePostLayoutPulseListener(laidOut.get());
          // The frame is one task of the window's thread; this is run when it is over.
          Platform.runLater(then);
        });
    scene.addPostLayoutPulseListener(laidOut.get());
    Platform.requestNextPulse();
  }

  private static void print(String what, long[] nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    System.out.printf(
        "%s: median %.2f ms, 99th percentile %.2f ms, most %.2f ms of %d%n",
        what,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) Math.ceil(0.99 * sorted.length) - 1] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        sorted.length);
  }

  private static long median(long[] nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static List<Entry> begun() {
    return new ArrayList<>(
        List.of(new Entry.Opened(BEGUN, "r1", "test", "a sandbox", Canned.PLAN)));
  }

  private static Entry workers(int second) {
    var time = BEGUN.plusSeconds(second);
    return new Entry.Observed(
        time,
        StageKind.DECODE,
        new JobFact.Workers(
            time, (second * 7919L) % 1000, 1000, "Autoscaling: follows the backlog."));
  }

  private static Entry counts(int i, int rows) {
    var cell =
        new Cell(
            DocumentType.parse("telemetry/type-" + i % 100 + "/4"),
            LocalDate.of(2020, 1, 1).plusDays(i / 100));
    return new Entry.Observed(
        BEGUN, StageKind.VALIDATE, new CountFact.Counted(EvenCounts.of(cell, rows)));
  }
}
