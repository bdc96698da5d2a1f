package dev.backfill.ui.model;

import java.util.function.Function;
import java.util.function.Supplier;

/** What is known of a question to the cloud. */
public sealed interface Answered<T> {
  /** It was not asked yet. */
  record Unasked<T>() implements Answered<T> {}

  /** It is being asked. */
  record Asking<T>() implements Answered<T> {}

  /** It was answered. */
  record There<T>(T value) implements Answered<T> {}

  /**
   * It could not be asked.
   *
   * @param why one sentence, ending with what to do
   */
  record Failed<T>(String why) implements Answered<T> {}

  /** One function for each case. */
  record Cases<T, R>(
      Supplier<R> unasked, Supplier<R> asking, Function<T, R> there, Function<String, R> failed) {}

  /** Applies the function of the case that this is. */
  default <R> R match(Cases<T, R> cases) {
    if (this instanceof Unasked<T>) {
      return cases.unasked().get();
    } else if (this instanceof Asking<T>) {
      return cases.asking().get();
    } else if (this instanceof There<T> there) {
      return cases.there().apply(there.value());
    }
    return cases.failed().apply(((Failed<T>) this).why());
  }
}
