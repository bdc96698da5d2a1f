package dev.backfill.cli;

import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import dev.backfill.run.StageLine;
import dev.backfill.run.StageView;
import dev.backfill.stage.StepResult;
import dev.backfill.text.Shell;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Problems as a command line says them: the sentences as every reader shows them, and behind them
 * the options that do what the console can do.
 */
final class CliProblems {
  private CliProblems() {}

  /** What a stage came to: its problems where it has some, else its text. */
  static String text(StageView stage) {
    return text(stage.problems(), stage.text());
  }

  /** What a step came to. */
  static String text(StageLine line) {
    return text(line.problems(), line.text());
  }

  /** The same of a result. */
  static String text(StepResult result) {
    return text(result.problems(), result.text());
  }

  private static String text(List<Problem> problems, String otherwise) {
    return problems.isEmpty()
        ? otherwise
        : problems.stream().map(CliProblems::text).collect(Collectors.joining("\n"));
  }

  /** A problem in one line, and below it what is under it. */
  static String text(Problem problem) {
    var options =
        problem.actions().stream()
            .flatMap(CliProblems::options)
            .distinct()
            .collect(Collectors.joining(", "));
    var line = problem.line() + (options.isEmpty() ? "" : " (" + options + ")");
    return problem.details().isEmpty()
        ? line
        : line + "\n  " + String.join("\n  ", problem.details());
  }

  /** What resumes needs no option, and how to confirm stands in the sentence, phrase by phrase. */
  private static Stream<String> options(Action action) {
    return switch (action.kind()) {
      case RESUME, CONFIRM -> Stream.empty();
      case FROM -> Stream.of("--from " + action.on());
      case UNDO -> Stream.of("--undo");
      case AGAIN -> Stream.of("--again " + action.on());
      case LEAVE_OUT -> Stream.of("--leave-out " + Shell.quoted(action.on() + "=REASON"));
      case HANDED_OVER -> Stream.of("--handed-over " + action.on());
      case OTHER_RUN ->
          Stream.of("--resume " + action.on(), "--resume " + action.on() + " --from cleanup");
      case REPAIR -> Stream.of("journal --repair " + Shell.quoted(action.on()));
    };
  }
}
