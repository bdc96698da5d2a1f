package dev.backfill.ui;

import dev.backfill.journal.Journal;
import dev.backfill.journal.JournalException;
import dev.backfill.journal.JournalRepair;
import dev.backfill.landing.Packet;
import dev.backfill.landing.PacketOrigin;
import dev.backfill.plan.InvalidPlan;
import dev.backfill.plan.PlanFile;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.report.Format;
import dev.backfill.run.LastState;
import dev.backfill.run.RunId;
import dev.backfill.run.RunView;
import dev.backfill.settings.OwnFiles;
import dev.backfill.settings.WindowSettings;
import dev.backfill.text.ErrorCode;
import dev.backfill.ui.model.Failure;
import dev.backfill.ui.model.PlanDraft;
import dev.backfill.ui.model.RunLine;
import dev.backfill.ui.model.RunModel;
import dev.backfill.ui.model.Texts;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Reads and writes the window's files on a thread of its own, and hands over on the window's. */
final class RunFiles implements AutoCloseable {
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final int LOG_TAIL = 256_000;

  private final Path runs;
  private final Path log;
  private final RunModel model;
  private final Executor window;
  private final Teller teller;
  private final OwnThread lane = new OwnThread("files");

  /**
   * Makes the service; nothing is read.
   *
   * @param runs the folder of journals
   * @param log the program's log file
   * @param window runs a task on the window's thread
   */
  RunFiles(Path runs, Path log, RunModel model, Executor window) {
    this.runs = runs;
    this.log = log;
    this.model = model;
    this.window = window;
    this.teller = new Teller(model, window);
  }

  Path runs() {
    return runs;
  }

  /** Looks for the runs of this machine. */
  void look() {
    submit("look", this::offer);
  }

  /** Shows a run's journal without running it. */
  void show(String run, Consumer<RunView> then) {
    submit(
        "show",
        () -> {
          say(Texts.of("files.reading", run));
          var view = RunView.of(Journal.read(runs.resolve(run)));
          window.execute(
              () -> {
                shown(view);
                then.accept(view);
              });
        });
  }

  private void shown(RunView view) {
    model.outcome().set(null);
    // What was said was of another run.
    model.notice().set("");
    model.cloud().set(view.opened().cloud());
    model.view().set(view);
  }

  /** Reads a plan's text. */
  void readPlan(Path file, Consumer<String> then) {
    submit(
        "plan",
        () -> {
          var text = PlanDraft.read(file);
          window.execute(() -> then.accept(text));
        });
  }

  /** Reads a packet that was handed over; one that is not whole is refused in words. */
  void readPacket(Path file, Consumer<Packet> then) {
    submit(
        "packet",
        () -> {
          try {
            var packet = Packet.read(file);
            var origin = PacketOrigin.of(packet, file, runs);
            if (origin.problem().isPresent()) {
              fail(origin.problem().get(), "");
              return;
            }
            window.execute(
                () -> {
                  model.packetOrigin().set(origin);
                  then.accept(packet);
                });
          } catch (IllegalArgumentException e) {
            fail(e.getMessage(), "");
          }
        });
  }

  /** Writes a text. */
  void write(Path file, String text) {
    write(file, text, "");
  }

  /** Writes a text, and says what it holds. */
  void write(Path file, String text, String holds) {
    submit(
        "write",
        () -> {
          Files.writeString(file, text);
          say(Texts.of("files.written", file) + (holds.isEmpty() ? "" : ": " + holds));
        });
  }

  /** Writes a run's report. */
  void export(RunView view, Path file, Format format) {
    submit(
        "export",
        () -> {
          Files.writeString(file, format.write(view));
          say(Texts.of("files.report", file));
        });
  }

  /** Writes a run's page into its own folder and opens it in the browser. */
  void open(RunView view, Consumer<String> browser) {
    submit(
        "open",
        () -> {
          var file = runs.resolve(view.opened().run()).resolve("report.html");
          OwnFiles.write(file, Format.HTML.write(view));
          window.execute(() -> browser.accept(file.toUri().toString()));
        });
  }

  /** Keeps what is whole of a damaged journal, beside a copy of the old one. */
  void repair(Path folder, Instant now) {
    submit(
        "repair",
        () -> {
          say(told(folder, JournalRepair.repair(folder, now)));
          offer();
        });
  }

  private static String told(Path folder, JournalRepair.Result result) {
    return result instanceof JournalRepair.Result.Repaired repaired
        ? Texts.of(
            "files.repaired",
            folder.getFileName(),
            repaired.entries(),
            repaired.losses().size(),
            repaired.copy())
        : Texts.of("files.unbroken", folder.getFileName());
  }

  /** Keeps how the window is left. */
  void keep(WindowSettings settings, Path file) {
    submit("settings", () -> settings.write(file));
  }

  /** Reads the end of the program's log. */
  void readLog() {
    submit(
        "log",
        () -> {
          var lines = tail();
          window.execute(() -> model.programLog().setAll(lines));
        });
  }

  private List<String> tail() throws IOException {
    if (!Files.exists(log)) {
      return List.of(Texts.of("log.none", log));
    }
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var from = Math.max(0, file.length() - LOG_TAIL);
      var bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }

  private void offer() throws IOException {
    var unread = new ArrayList<Problem>();
    var found = Files.isDirectory(runs) ? lines(unread) : List.<RunLine>of();
    window.execute(
        () -> {
          model.unread().setAll(unread);
          model.runs().setAll(found);
          model.looked().set(true);
        });
  }

  private List<RunLine> lines(List<Problem> unread) throws IOException {
    try (var folders = Files.list(runs)) {
      return folders
          .filter(Files::isDirectory)
          .flatMap(folder -> line(folder, unread).stream())
          .sorted(Comparator.comparing(RunLine::opened).reversed())
          .toList();
    }
  }

  private Optional<RunLine> line(Path folder, List<Problem> unread) {
    try {
      return Optional.of(line(folder));
    } catch (JournalException e) {
      if (holdsARun(e.kind())) {
        say(Texts.of("files.damaged", folder.getFileName(), e.getMessage()));
        var why = e.problem();
        unread.add(
            Problem.of(Texts.of("files.damaged", folder.getFileName(), why.what()), why.remedy())
                .under(why.details())
                .with(why.actions().toArray(Action[]::new)));
      } else {
        RunId.giveBack(folder, Instant.now());
      }
      return Optional.empty();
    }
  }

  private static RunLine line(Path folder) {
    var last = LastState.read(folder);
    try {
      return RunLine.of(last, PlanFile.read(last.plan()));
    } catch (InvalidPlan e) {
      // A plan that this version does not take is told of by who folds the journal.
      return RunLine.of(RunView.of(Journal.read(folder)));
    }
  }

  /** A folder that never was a run's is nothing that an operator can do anything about. */
  private static boolean holdsARun(JournalException.Kind kind) {
    return switch (kind) {
      case HELD, DAMAGED, NEWER, ELSEWHERE, LOST, DISK -> true;
      case ABSENT, EMPTY -> false;
    };
  }

  private void submit(String what, Teller.Work work) {
    try {
      lane.execute(() -> teller.guard(what, work));
    } catch (RejectedExecutionException e) {
      // Race: a run that ends after the window was closed asks for its list once more.
      ErrorCode.log(what, e);
    }
  }

  private void fail(String text, String code) {
    teller.fail(new Failure(text, code));
  }

  private void say(String text) {
    teller.say(text);
  }

  /** Waits for what was begun to end, for a moment: the process may end after this. */
  @Override
  public void close() {
    lane.finish(CLOSING);
  }
}
