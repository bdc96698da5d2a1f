package dev.backfill.confirm;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A question to the operator: these things, of one kind, all or none.
 *
 * @param target the project that is touched
 */
public record ConfirmationRequest<T extends Destruction>(String target, List<T> items) {

  public ConfirmationRequest {
    if (items.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to confirm.");
    }
    items = List.copyOf(items);
  }

  /** What to type: the one item's phrase, or the project and the number of items. */
  public String phrase() {
    var first = items.get(0);
    return items.size() == 1 ? first.phrase() : first.phraseOfAll(target, items.size());
  }

  /** The items' own phrases. */
  public Set<String> phrases() {
    return items.stream().map(Destruction::phrase).collect(Collectors.toSet());
  }

  /** The same in a text, sorted: what a refusal asks to be named. */
  public String named() {
    return String.join(", ", new TreeSet<>(phrases()));
  }
}
