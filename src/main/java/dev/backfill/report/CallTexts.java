package dev.backfill.report;

import dev.backfill.fact.Sent.Statement;
import dev.backfill.landing.PlannedUndo;
import dev.backfill.run.PlannedRun;
import dev.backfill.run.RunView;
import dev.backfill.stage.PlannedStep;
import dev.backfill.stage.StageKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The SQL and the commands of a run, each text once. Of a plan of many cells it is there for all
 * the cells whose names and day are all that differs: 9,300 cells send 100 MB of it.
 */
final class CallTexts {
  /** Up to so many cells each has its own text: 60 of 12 KB are 0.7 MB of a report. */
  static final int CELLS_IN_FULL = 60;

  /**
   * One text.
   *
   * @param subjects the steps that it is of, in the plan's order; of a plan of many cells, the
   *     names in it are replaced by placeholders when they are several
   * @param texts SQL, then a command; whichever there are
   */
  record Group(StageKind stage, List<String> subjects, SqlState sql, List<String> texts) {
    boolean isShared() {
      return subjects.size() > 1;
    }
  }

  /** Whether a step's SQL was sent. */
  enum SqlState {
    NONE(""),
    PLANNED(", as planned, not sent"),
    SENT(", as sent");

    private final String words;

    SqlState(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private CallTexts() {}

  /** The texts of a run in the order of its steps. */
  static List<Group> of(RunView view) {
    var sent = new HashMap<StageKind, Map<String, List<Statement>>>();
    var isInFull = view.plan().cells().size() <= CELLS_IN_FULL;
    var names = new NamesOfCells(view.plan(), view.opened().run());
    var groups = new LinkedHashMap<Object, Growing>();
    for (var step : steps(view)) {
      var kept =
          sent.computeIfAbsent(step.stage(), stage -> SentSql.of(view, stage))
              .getOrDefault(step.subject(), List.of());
      var texts = isInFull ? own(step, kept) : shared(step, kept, names);
      var key = List.of(step.stage(), kept.isEmpty(), texts);
      groups.computeIfAbsent(key, any -> Growing.of(step, kept, texts)).add(step);
    }
    return groups.values().stream().map(Growing::done).toList();
  }

  private static List<PlannedStep> steps(RunView view) {
    var steps =
        new ArrayList<>(view.playbook().steps(PlannedRun.of(view.plan(), view.opened().run())));
    steps.addAll(PlannedUndo.of(view));
    return steps;
  }

  private static List<String> own(PlannedStep step, List<Statement> kept) {
    var own = new ArrayList<String>();
    if (kept.isEmpty()) {
      step.sql().ifPresent(own::add);
    } else {
      own.add(SentSql.text(kept));
    }
    own.add(step.command());
    return own;
  }

  private static List<String> shared(PlannedStep step, List<Statement> kept, NamesOfCells names) {
    var texts = new ArrayList<String>();
    if (kept.isEmpty()) {
      step.sql().map(names::shared).ifPresent(texts::add);
    } else {
      texts.add(names.shared(SentSql.textOfAny(kept)));
    }
    texts.add(names.shared(step.command()));
    return texts;
  }

  /** A group while its steps are found. */
  private record Growing(Group first, List<String> shared, List<String> subjects) {
    static Growing of(PlannedStep step, List<Statement> kept, List<String> shared) {
      var own = own(step, kept);
      var state =
          kept.isEmpty() ? own.size() > 1 ? SqlState.PLANNED : SqlState.NONE : SqlState.SENT;
      return new Growing(
          new Group(step.stage(), List.of(step.subject()), state, own), shared, new ArrayList<>());
    }

    void add(PlannedStep step) {
      subjects.add(step.subject());
    }

    Group done() {
      var texts = subjects.size() > 1 ? shared : first.texts();
      return new Group(
          first.stage(),
          List.copyOf(subjects),
          first.sql(),
          texts.stream().filter(text -> !text.isEmpty()).toList());
    }
  }
}
