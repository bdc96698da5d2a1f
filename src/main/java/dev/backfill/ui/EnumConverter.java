package dev.backfill.ui;

import dev.backfill.ui.model.Texts;
import java.util.function.Function;
import javafx.util.StringConverter;

/** Shows constants by the texts of {@code keys.constant} in a list that is not edited. */
final class EnumConverter<E extends Enum<E>> extends StringConverter<E> {
  private final Function<E, String> words;

  EnumConverter(String keys) {
    this(value -> Texts.of(keys + "." + Texts.word(value)));
  }

  /** Shows constants by what a function says of them. */
  EnumConverter(Function<E, String> words) {
    this.words = words;
  }

  @Override
  public String toString(E value) {
    return value == null ? "" : words.apply(value);
  }

  @Override
  public E fromString(String word) {
    throw new UnsupportedOperationException("This list is not edited.");
  }
}
