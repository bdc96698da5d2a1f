package dev.backfill.confirm;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Datasets and a bucket that another run holds, or another console for the same run: the former
 * holder is refused from then on.
 *
 * @param run the run that takes them
 */
public record TakeOver(String project, String run, List<Held> held) implements Destruction {

  /**
   * A dataset or bucket as it was seen.
   *
   * @param version its etag or metageneration
   */
  public record Held(String name, String version, Holder holder) {}

  public TakeOver {
    held = List.copyOf(held);
  }

  /** Names the former holder: a run, or, where that is the run itself, its console. */
  @Override
  public String phrase() {
    var from =
        held.stream()
            .map(Held::holder)
            .map(holder -> holder.run().equals(run) ? holder.console() : holder.run())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return "take over " + project + " from " + from;
  }

  @Override
  public List<String> names() {
    return held.stream().map(Held::name).toList();
  }

  @Override
  public <T> T accept(Visitor<T> visitor) {
    return visitor.takeOver(this);
  }
}
