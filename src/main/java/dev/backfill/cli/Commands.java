package dev.backfill.cli;

import dev.backfill.google.CloudProfile;
import java.util.Arrays;
import java.util.function.Function;
import picocli.CommandLine;

/** Makes commands with the streams they work on, and with how a run waits. */
final class Commands implements CommandLine.IFactory {
  private final Streams streams;
  private final Function<CloudProfile, Timing> timings;

  Commands(Streams streams) {
    this(streams, Timing::of);
  }

  /** The same with another clock for runs. */
  Commands(Streams streams, Function<CloudProfile, Timing> timings) {
    this.streams = streams;
    this.timings = timings;
  }

  @Override
  public <T> T create(Class<T> type) throws Exception {
    if (type == RunCommand.class) {
      return type.cast(new RunCommand(streams, timings));
    }
    for (var constructor : type.getDeclaredConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Streams.class})) {
        return type.cast(constructor.newInstance(streams));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
