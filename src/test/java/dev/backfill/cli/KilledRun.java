package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.journal.Journal;
import dev.backfill.plan.Cell;
import dev.backfill.run.Around;
import dev.backfill.run.Decision;
import dev.backfill.run.Engine;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.sandbox.Sandbox;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A console that kills itself with {@code kill -9} right after it wrote a journal entry, or right
 * before: then the call that the entry tells of has been made. Arguments: the sandbox's endpoint,
 * the run's folder, {@code before} or {@code after}, the entry's number from 1, and what is said of
 * cells first: {@code leave-out=CELL=REASON}, {@code again=CELL}; or {@code undo}.
 */
final class KilledRun {
  private KilledRun() {}

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[1]);
    var before = args[2].equals("before");
    var number = Integer.parseInt(args[3]);
    var profile = CloudProfile.sandbox(args[0]);
    try (var journal = Journal.open(folder)) {
      var plan = Stand.plan(folder.getParent().getParent());
      var written = new AtomicInteger(journal.entries().size());
      var clock = new Deadly(() -> before && journal.entries().size() >= number - 1);
      RunListener listener =
          new RunListener() {
            @Override
            public void changed(RunView view) {
              if (written.incrementAndGet() >= number && !before) {
                die();
              }
            }

            @Override
            public void said(StageKind stage, String text) {}
          };
      var engine =
          new Engine(
              folder.getFileName().toString(),
              plan,
              GoogleCloud.connect(profile, plan, new PipelineSubmission(profile)),
              journal,
              Around.in(folder)
                  .at(clock)
                  .sleeping(time -> Thread.sleep(200))
                  .asking(Stand.agrees())
                  .telling(listener)
                  .made());
      var said = List.of(args).subList(4, args.length);
      if (said.contains(UndoMatrix.UNDO)) {
        engine.undo();
      } else {
        engine.decide(decisions(said));
        engine.resume(StageKind.REPORT);
      }
    }
  }

  static List<Decision> decisions(List<String> said) {
    return said.stream()
        .map(
            one -> {
              var parts = one.split("=", 3);
              var cell = Cell.parse(parts[1]);
              return parts.length == 3
                  ? new Decision.LeaveOut(cell, parts[2])
                  : new Decision.Again(cell);
            })
        .map(Decision.class::cast)
        .toList();
  }

  /** Runs it in a process of its own, to its end; gives the exit code, 137 when it was killed. */
  static int run(Path where, Sandbox sandbox, boolean before, int entry, List<String> said)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dbackfill.log=" + where.resolve("killed.log"),
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                sandbox.endpoint(),
                Stand.runFolder(where).toString(),
                before ? "before" : "after",
                Integer.toString(entry)));
    command.addAll(said);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(where.resolve("killed.out").toFile())
        .start()
        .waitFor();
  }

  static void die() {
    try {
      var pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", pid).start().waitFor();
      Thread.sleep(60_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The engine asks it for the time of each entry, just before it writes it. */
  private static final class Deadly extends Clock {
    private final java.util.function.BooleanSupplier now;

    Deadly(java.util.function.BooleanSupplier now) {
      this.now = now;
    }

    @Override
    public Instant instant() {
      if (now.getAsBoolean()) {
        die();
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return java.time.ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
