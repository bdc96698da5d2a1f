package dev.backfill.ui.model;

import dev.backfill.run.StageLine;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import dev.backfill.ui.part.Texts;
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
 */
public record Trouble(State state, String sentence, String action, String code, String details) {

  /** The trouble of a stage; empty when it has none. */
  public static Optional<Trouble> of(StageView stage) {
    // What was taken back troubles nobody, nor does an undo of it that had nothing left to do.
    if (stage.state() == State.UNDONE) {
      return Optional.empty();
    }
    var problems = stage.lines().stream().filter(line -> isTrouble(line.state())).toList();
    if (!problems.isEmpty()) {
      return Optional.of(of(stage, problems));
    }
    return isTrouble(stage.state())
        ? Optional.of(
            of(stage, stage.state(), stage.text(), stage.code().orElse(""), rest(stage.text())))
        : Optional.empty();
  }

  /** Whether a state is one that the operator has to do something about. */
  public static boolean isTrouble(State state) {
    return switch (state) {
      case FAILED, REFUSED, UNKNOWN -> true;
      case WAITING, RUNNING, DONE, SKIPPED, UNDONE, STOPPED -> false;
    };
  }

  private static Trouble of(StageView stage, List<StageLine> problems) {
    var first = problems.get(0);
    var details =
        problems.stream()
            .map(line -> line.step().subject() + "\n" + line.text().indent(2))
            .collect(Collectors.joining("\n"));
    var one = of(stage, first.state(), first.text(), first.code().orElse(""), details);
    return problems.size() == 1
        ? one
        : new Trouble(
            one.state,
            Texts.of("banner.several", problems.size(), one.sentence),
            one.action,
            one.code,
            details);
  }

  private static Trouble of(
      StageView stage, State state, String text, String code, String details) {
    // What a colon announces stands in the details.
    var line = text.lines().findFirst().orElse("").replaceFirst(":$", ".");
    // A sentence ends before a capital: "0.1 GB" and "v4." inside of names do not end one.
    var parts = line.split("(?<=[.!?]) +(?=[A-Z])", 2);
    return new Trouble(
        state, parts[0], parts.length == 2 ? parts[1] : action(stage, state), code, details);
  }

  private static String action(StageView stage, State state) {
    var own = "todo." + stage.kind().id() + "." + Texts.word(state);
    return Texts.of(Texts.BUNDLE.containsKey(own) ? own : "todo." + Texts.word(state));
  }

  private static String rest(String text) {
    return text.lines().count() > 1 ? text : "";
  }
}
