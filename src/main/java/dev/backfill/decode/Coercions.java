package dev.backfill.decode;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/**
 * How often each coercion happened in one row, and how many of the document's values are not in it.
 * Not safe for several threads.
 */
public final class Coercions {
  private static final Coercion[] KINDS = Coercion.values();

  private final long[] counts = new long[KINDS.length];
  private boolean any;
  private long outside;
  private long metadata;

  void clear() {
    outside = 0;
    metadata = 0;
    if (any) {
      Arrays.fill(counts, 0);
      any = false;
    }
  }

  void add(Coercion coercion) {
    counts[coercion.ordinal()]++;
    any = true;
  }

  /** Counts values that are in no column, nor in the additional properties. */
  void lose(long values) {
    outside += values;
  }

  /** Counts a member of the metadata that its column has no place for. */
  void loseOfMetadata() {
    metadata++;
  }

  /**
   * How many of the document's own values the table will not hold. Nulls, and empty containers
   * where a scalar stands, are none; a container that is lost whole is one.
   */
  public long outside() {
    return outside;
  }

  /**
   * How many members of the metadata the table will not hold: it is the pipeline's own addition,
   * passed on as it came, and live loaders leave the same members out.
   */
  public long metadataOutside() {
    return metadata;
  }

  /** Tells of each coercion that happened, and how often. */
  public void each(ObjLongConsumer<Coercion> consumer) {
    if (any) {
      for (var kind : KINDS) {
        if (counts[kind.ordinal()] > 0) {
          consumer.accept(kind, counts[kind.ordinal()]);
        }
      }
    }
  }
}
