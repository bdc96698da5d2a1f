package dev.backfill.ui;

import dev.backfill.ui.model.Texts;
import javafx.util.StringConverter;

/** Shows constants by the texts of {@code keys.constant} in a list that is not edited. */
final class EnumConverter<E extends Enum<E>> extends StringConverter<E> {
  private final String keys;

  EnumConverter(String keys) {
    this.keys = keys;
  }

  @Override
  public String toString(E value) {
    return value == null ? "" : Texts.of(keys + "." + Texts.word(value));
  }

  @Override
  public E fromString(String word) {
    throw new UnsupportedOperationException("This list is not edited.");
  }
}
