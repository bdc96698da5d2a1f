package dev.backfill.decode;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;

/** How often each coercion happened in one row. Not safe for several threads. */
public final class Coercions {
  private static final Coercion[] KINDS = Coercion.values();

  private final long[] counts = new long[KINDS.length];
  private boolean any;

  void clear() {
    if (any) {
      Arrays.fill(counts, 0);
      any = false;
    }
  }

  void add(Coercion coercion) {
    counts[coercion.ordinal()]++;
    any = true;
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
