package dev.backfill.cli;

import dev.backfill.sandbox.strict.Strictness;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --strict NAME}, and lists the names. */
final class StrictOption implements ITypeConverter<Strictness>, Iterable<String> {
  @Override
  public Strictness convert(String text) {
    try {
      return Strictness.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A line for each. */
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Strictness.values())
        .map(strictness -> "%n" + strictness.id() + ": " + strictness.meaning())
        .iterator();
  }
}
