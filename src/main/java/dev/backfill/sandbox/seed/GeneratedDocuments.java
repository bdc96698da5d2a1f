package dev.backfill.sandbox.seed;

import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** So many generated documents for each type and day. */
public record GeneratedDocuments(
    Generator generator, List<DocumentType> types, List<LocalDate> days, int count)
    implements Documents {
  private static final int THE_DAY_BEFORE = 50;

  public GeneratedDocuments {
    if (types.isEmpty() || days.isEmpty()) {
      throw new IllegalArgumentException("Name at least one table and one day.");
    }
    for (var type : types) {
      if (!Generator.TYPES.containsKey(type)) {
        throw new IllegalArgumentException(
            "No documents are generated for "
                + type
                + ". Take one of "
                + Generator.TYPES.keySet().stream().sorted().toList()
                + ".");
      }
    }
    types = types.stream().sorted().toList();
    days = days.stream().sorted().toList();
  }

  @Override
  public void each(DocumentType type, LocalDate day, Consumer<Document> sink) {
    generator.documents(type, day, count, sink);
  }

  @Override
  public void dayBefore(DocumentType type, Consumer<Document> sink) {
    generator.documents(type, Collections.min(days).minusDays(1), THE_DAY_BEFORE, sink);
  }
}
