package dev.backfill.cli;

import java.util.Arrays;
import picocli.CommandLine;

/** Makes commands with the streams they work on. */
final class Commands implements CommandLine.IFactory {
  private final Streams streams;

  Commands(Streams streams) {
    this.streams = streams;
  }

  @Override
  public <T> T create(Class<T> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Streams.class})) {
        return type.cast(constructor.newInstance(streams));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
