package dev.backfill.cli;

import dev.backfill.plan.PlaybookId;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a playbook by its id, and lists the ids. */
final class PlaybookOption implements ITypeConverter<PlaybookId>, Iterable<String> {
  @Override
  public PlaybookId convert(String id) {
    return PlaybookId.find(id)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "No playbook is called '"
                        + id
                        + "'. The playbooks are "
                        + String.join(", ", PlaybookId.ids())
                        + "."));
  }

  @Override
  public Iterator<String> iterator() {
    return PlaybookId.ids().iterator();
  }
}
