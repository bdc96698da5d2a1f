package dev.backfill.ui.model;

import dev.backfill.problem.Action;
import dev.backfill.run.RunView;
import java.util.List;
import java.util.stream.Stream;

/** What the operator can do at once about a run's problems, beside resuming it. */
public final class Remedies {
  private Remedies() {}

  /**
   * Something to offer.
   *
   * @param other the run that it is done to, of this machine; null for the one that is shown
   */
  public record Offer(Action action, RunLine other) {}

  /** What is offered for some actions: what the page has no place of its own for. */
  public static List<Offer> of(RunView view, List<Action> actions, List<RunLine> known) {
    return actions.stream().distinct().flatMap(one -> offers(view, one, known)).toList();
  }

  private static Stream<Offer> offers(RunView view, Action action, List<RunLine> known) {
    return switch (action.kind()) {
      case FROM, UNDO, REPAIR -> Stream.of(new Offer(action, null));
      case OTHER_RUN ->
          known.stream()
              .filter(line -> isNeighbour(line, view) && line.run().equals(action.on()))
              .map(line -> new Offer(action, line));
      // Resume stands in the head, and asks for what was not confirmed; cells and packets have
      // their buttons where they are shown.
      case RESUME, CONFIRM, AGAIN, LEAVE_OUT, HANDED_OVER -> Stream.empty();
    };
  }

  /** Another run of this machine in the same target. */
  private static boolean isNeighbour(RunLine line, RunView view) {
    return !line.run().equals(view.opened().run())
        && line.cloud().equals(view.opened().cloud())
        && line.plan().targetProject().equals(view.plan().targetProject());
  }
}
