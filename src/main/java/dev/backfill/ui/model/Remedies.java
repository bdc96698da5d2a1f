package dev.backfill.ui.model;

import dev.backfill.run.RunView;
import dev.backfill.run.StageView;
import dev.backfill.run.State;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the operator can do about a target that other runs hold, or wrote to. */
public final class Remedies {
  private Remedies() {}

  /**
   * The other runs of this machine that a stage's refusal names, in the same target: each can be
   * opened, and cleaned up. A journal keeps refusals as texts; a run's id stands in them as it is.
   */
  public static List<RunLine> runs(RunView view, StageView stage, List<RunLine> known) {
    if (stage.state() != State.REFUSED) {
      return List.of();
    }
    var words =
        Stream.concat(
                Stream.of(stage.text()),
                stage.lines().stream()
                    .filter(line -> line.state() == State.REFUSED)
                    .map(line -> line.text()))
            .flatMap(text -> Stream.of(text.split("[^a-zA-Z0-9-]+")))
            .collect(Collectors.toCollection(HashSet::new));
    return known.stream().filter(line -> isNamed(line, view, words)).toList();
  }

  private static boolean isNamed(RunLine line, RunView view, Set<String> words) {
    return words.contains(line.run())
        && !line.run().equals(view.opened().run())
        && line.cloud().equals(view.opened().cloud())
        && line.plan().targetProject().equals(view.plan().targetProject());
  }
}
