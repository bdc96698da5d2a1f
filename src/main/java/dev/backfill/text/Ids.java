package dev.backfill.text;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Constants by the ids that they have outside Java: in options, journals, messages. */
public final class Ids {
  private Ids() {}

  /**
   * The constant of an id.
   *
   * @param none what is said, before the quoted id, when there is none: {@code No fault is called}
   * @param some what is said after it, before the ids there are: {@code The faults are}
   * @throws IllegalArgumentException when there is none, naming the ids there are
   */
  public static <E> E find(
      E[] all, Function<E, String> id, String wanted, String none, String some) {
    return Arrays.stream(all)
        .filter(one -> id.apply(one).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    none + " '" + wanted + "'. " + some + " " + list(all, id) + "."));
  }

  /** All ids, for a message. */
  public static <E> String list(E[] all, Function<E, String> id) {
    return Arrays.stream(all).map(id).collect(Collectors.joining(", "));
  }
}
