package dev.backfill.ui.model;

import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.StageLine;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What went wrong in a stage, as a banner says it.
 *
 * @param sentence what happened
 * @param action what to do about it
 * @param code the log's mark; empty where nothing is wrong
 * @param details everything that was said, step by step; empty when the sentence is all
 * @param actions what the console can do about it
 */
public record ProblemBanner(
    State state,
    String sentence,
    String action,
    String code,
    String details,
    List<Action> actions) {
  public ProblemBanner {
    actions = List.copyOf(actions);
  }

  /** The trouble of a stage; empty when it has none. */
  public static Optional<ProblemBanner> of(StageView stage) {
    // What was taken back troubles nobody, nor does an undo of it that had nothing left to do.
    if (stage.state() == State.UNDONE) {
      return Optional.empty();
    }
    var lines = stage.lines().stream().filter(line -> isTrouble(line.state())).toList();
    if (!lines.isEmpty()) {
      return Optional.of(ofLines(stage, lines));
    }
    return isTrouble(stage.state()) ? Optional.of(ofWhole(stage)) : Optional.empty();
  }

  /** Whether a state is one that the operator has to do something about. */
  public static boolean isTrouble(State state) {
    return switch (state) {
      case FAILED, REFUSED, UNKNOWN -> true;
      case WAITING, RUNNING, DONE, SKIPPED, UNDONE, STOPPED, HANDED_OVER -> false;
    };
  }

  private static ProblemBanner ofLines(StageView stage, List<StageLine> lines) {
    var problems =
        lines.stream().flatMap(line -> problems(line.problems(), line.text()).stream()).toList();
    var details =
        lines.stream()
            .map(line -> line.step().subject() + "\n" + line.text().indent(2))
            .collect(Collectors.joining("\n"));
    var first = lines.get(0);
    return of(stage, first.state(), problems, first.code().orElse(""), details);
  }

  private static ProblemBanner ofWhole(StageView stage) {
    var problems = problems(stage.problems(), stage.text());
    var all = problems.size() == 1 && problems.get(0).details().isEmpty() ? "" : stage.text();
    return of(stage, stage.state(), problems, stage.code().orElse(""), all);
  }

  private static List<Problem> problems(List<Problem> known, String text) {
    return known.isEmpty() ? List.of(Problem.said(text)) : known;
  }

  private static ProblemBanner of(
      StageView stage, State state, List<Problem> problems, String code, String details) {
    var first = problems.get(0);
    return new ProblemBanner(
        state,
        problems.size() == 1
            ? first.what()
            : Texts.of("banner.several", problems.size(), first.what()),
        first.remedy().isEmpty() ? action(stage, state) : first.remedy(),
        code,
        details,
        problems.stream().flatMap(one -> one.actions().stream()).distinct().toList());
  }

  private static String action(StageView stage, State state) {
    var own = "todo." + stage.kind().id() + "." + Texts.word(state);
    return Texts.of(Texts.BUNDLE.containsKey(own) ? own : "todo." + Texts.word(state));
  }
}
