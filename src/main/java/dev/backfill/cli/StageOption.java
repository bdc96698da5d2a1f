package dev.backfill.cli;

import dev.backfill.run.Playbooks;
import dev.backfill.stage.StageKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a stage by its id. */
final class StageOption implements ITypeConverter<StageKind> {
  @Override
  public StageKind convert(String id) {
    try {
      return Playbooks.kind(id);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
