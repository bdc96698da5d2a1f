package dev.backfill.cli;

import dev.backfill.run.Playbooks;
import dev.backfill.sandbox.fault.Fault;
import dev.backfill.sandbox.fault.Faults;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --fault NAME[@STAGE]}, and lists the names. */
final class FaultOption implements ITypeConverter<Faults.Wanted>, Iterable<String> {
  @Override
  public Faults.Wanted convert(String text) {
    try {
      var wanted = Faults.Wanted.parse(text);
      return wanted.phase().isEmpty()
          ? wanted
          : new Faults.Wanted(wanted.fault(), Playbooks.kind(wanted.phase()).id());
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /** A line for each fault. */
  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Fault.values())
        .map(fault -> "%n" + fault.id() + ": " + fault.meaning())
        .iterator();
  }
}
