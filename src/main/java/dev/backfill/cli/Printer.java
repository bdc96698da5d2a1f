package dev.backfill.cli;

import dev.backfill.fact.Listed;
import dev.backfill.report.CountsTable;
import dev.backfill.report.InventoryTable;
import dev.backfill.run.RunListener;
import dev.backfill.run.RunView;
import dev.backfill.run.Stage;
import dev.backfill.run.Stage.Role;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.stage.StageKind;
import dev.backfill.text.Visible;
import java.io.PrintStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Prints a run as it goes: a line for each stage as it starts and ends, and the counts. */
final class Printer implements RunListener {
  private final PrintStream out;
  private final Map<StageKind, State> shown = new HashMap<>();

  private final DecodeLines decoding;
  private final PaceLines paces;

  private int inventories;

  Printer(PrintStream out) {
    this(out, Clock.systemUTC());
  }

  Printer(PrintStream out, Clock clock) {
    this.out = out;
    this.decoding = new DecodeLines(clock);
    this.paces = new PaceLines(clock);
  }

  /** Marks what a resumed run has done already, so that it is not printed again. */
  void skip(RunView view) {
    view.stages().forEach(stage -> shown.put(stage.kind(), stage.state()));
    inventories = inventories(view);
    view.newer().forEach(this::print);
  }

  @Override
  public void changed(RunView view) {
    view.stages().forEach(stage -> show(view, stage));
    decoding.changed(view).ifPresent(this::printNow);
    paces.changed(view).ifPresent(this::printNow);
    // What is to be deleted stands there before it is asked about.
    if (inventories(view) > inventories) {
      inventories = inventories(view);
      out.print(InventoryTable.text(view));
      out.flush();
    }
  }

  private static int inventories(RunView view) {
    return view.all(Role.CLEANS, Listed.class).size();
  }

  private void show(RunView view, StageView stage) {
    var state = stage.state();
    if (state == shown.getOrDefault(stage.kind(), State.WAITING)) {
      return;
    }
    shown.put(stage.kind(), state);
    switch (state) {
      case WAITING -> {}
      // What runs with a text is an undo, and not the stage.
      case RUNNING ->
          print(stage.kind() + (stage.text().isEmpty() ? " started" : ": " + stage.text()));
      case DONE, SKIPPED -> line(stage, "done", stage.text());
      // Its text says that others are waited for.
      case HANDED_OVER -> line(stage, "stopped", CliProblems.text(stage));
      case REFUSED, FAILED, UNDONE, STOPPED, UNKNOWN ->
          line(stage, state.name().toLowerCase(Locale.ROOT), CliProblems.text(stage));
    }
    if (state == State.DONE || state == State.REFUSED) {
      counts(view, stage.kind());
    }
    out.flush();
  }

  private void line(StageView stage, String word, String text) {
    var shownText = text.isEmpty() ? "" : ": " + text.replace("\n", "\n    ");
    print(stage.kind() + " " + word + shownText);
    if (stage.state() != State.DONE) {
      stage.lines().stream()
          .filter(line -> line.state() == State.FAILED || line.state() == State.UNKNOWN)
          .map(CliProblems::text)
          .filter(said -> !said.equals(text))
          .forEach(each -> print("    " + each.replace("\n", "\n    ")));
    }
  }

  /** Lines of ours begin at a line's begin, those of a longer text are indented. */
  private void print(String text) {
    out.print(Visible.text(text) + "\n");
  }

  private void counts(RunView view, StageKind kind) {
    if (view.playbook().stage(kind).page() == Stage.Page.COUNTS) {
      out.print(Visible.text(CountsTable.text(view, kind)));
    }
  }

  @Override
  public void warned(StageKind stage, String text) {
    printNow(stage + ": " + text);
  }

  private void printNow(String line) {
    print(line);
    out.flush();
  }

  /** Nothing but how far the job is, now and then: each step is for those who watch. */
  @Override
  public void said(StageKind stage, String text) {
    decoding.said(stage).ifPresent(this::printNow);
  }
}
