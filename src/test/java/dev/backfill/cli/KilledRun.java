package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import dev.backfill.google.GoogleCloud;
import dev.backfill.google.PipelineSubmission;
import dev.backfill.journal.Journal;
import dev.backfill.plan.TargetRule;
import dev.backfill.run.Engine;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A console that kills itself with {@code kill -9} right after it wrote a journal entry, or right
 * before: then the call that the entry tells of has been made. Arguments: the sandbox's endpoint,
 * the run's folder, {@code before} or {@code after}, the entry's number from 1.
 */
final class KilledRun {
  private KilledRun() {}

  public static void main(String[] args) throws IOException {
    var folder = Path.of(args[1]);
    var before = args[2].equals("before");
    var number = Integer.parseInt(args[3]);
    var profile = CloudProfile.sandbox(args[0]);
    try (var journal = Journal.open(folder)) {
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
      new Engine(
              folder.getFileName().toString(),
              Stand.PLAN,
              GoogleCloud.connect(profile, Stand.PLAN, new PipelineSubmission(profile)),
              journal,
              new Engine.Surroundings(
                  "test",
                  clock,
                  time -> Thread.sleep(200),
                  Stand.agrees(),
                  listener,
                  view -> folder.resolve("report.html"),
                  TargetRule.DEFAULT))
          .resume(StageKind.REPORT);
    }
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
