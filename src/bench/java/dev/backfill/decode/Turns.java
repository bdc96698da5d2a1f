package dev.backfill.decode;

import java.util.List;

/** Things that take turns. */
final class Turns<T> {
  List<T> all;
  private int next;

  T next() {
    next = next + 1 < all.size() ? next + 1 : 0;
    return all.get(next);
  }
}
