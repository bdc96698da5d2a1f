package dev.backfill.run;

import dev.backfill.journal.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the operator chose about single cells, by their keys, and how far the run has followed.
 *
 * @param made every choice, oldest first: {@link Entry.LeftOut} and {@link Entry.Again}
 * @param out the cells that are left out now, each with the reason
 * @param again the cells that were asked for once more and are in no finished decode job since
 * @param uncounted the cells that were asked for once more and are not counted since
 * @param jobs how many decode jobs came to a good end
 */
public record Choices(
    List<Entry> made, Map<String, String> out, Set<String> again, Set<String> uncounted, int jobs) {

  /** What a run begins with. */
  public static final Choices NONE = new Choices(List.of(), Map.of(), Set.of(), Set.of(), 0);

  public Choices {
    made = List.copyOf(made);
    out = Map.copyOf(out);
    again = Set.copyOf(again);
    uncounted = Set.copyOf(uncounted);
  }
}
