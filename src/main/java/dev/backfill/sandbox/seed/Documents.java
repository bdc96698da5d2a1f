package dev.backfill.sandbox.seed;

import dev.backfill.plan.DocumentType;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** What a sandbox's production project is filled with: a matrix of document types and days. */
public interface Documents {
  List<DocumentType> types();

  /** The days, in order. */
  List<LocalDate> days();

  /** Gives every document of a type's day, duplicates behind their originals. */
  void each(DocumentType type, LocalDate day, Consumer<Document> sink);

  /** Gives the documents of the day before the first, whose stable partition is whole. */
  void dayBefore(DocumentType type, Consumer<Document> sink);
}
