package dev.backfill.google;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Lists that come page by page; the last one's token is absent, or empty. */
final class Pages {
  private Pages() {}

  /** Asks for a page; null for the first. */
  interface Page<P> {
    P of(String token) throws IOException;
  }

  /** Everything on all pages, in order. */
  static <P, T> List<T> all(Page<P> pages, Function<P, List<T>> items, Function<P, String> next)
      throws IOException {
    var found = new ArrayList<T>();
    String token = null;
    do {
      var page = pages.of(token);
      var here = items.apply(page);
      if (here != null) {
        found.addAll(here);
      }
      token = next.apply(page);
    } while (token != null && !token.isEmpty());
    return found;
  }
}
