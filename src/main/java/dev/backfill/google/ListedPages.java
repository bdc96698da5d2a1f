package dev.backfill.google;

import com.google.api.gax.paging.Page;
import dev.backfill.cloud.CloudException;
import dev.backfill.google.Answers.About;
import dev.backfill.google.Errors.Call;
import dev.backfill.problem.Action;
import dev.backfill.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Lists that come page by page; the last one's token is absent, null or empty.
 *
 * <p>Google's own clients ask for a page of an empty token, which is the first, for ever; so none
 * of their iterators is used here.
 */
final class ListedPages {
  private ListedPages() {}

  /** Asks for a page; null for the first. */
  interface Asked<P> {
    P of(String token) throws IOException;
  }

  /** Everything on all pages, in order. */
  static <P, T> List<T> all(Asked<P> pages, Function<P, List<T>> items, Function<P, String> next)
      throws IOException {
    var found = new ArrayList<T>();
    var seen = new HashSet<String>();
    String token = null;
    do {
      var page = pages.of(token);
      var here = items.apply(page);
      if (here != null) {
        found.addAll(here);
      }
      token = next.apply(page);
    } while (isNew(token, seen));
    return found;
  }

  /** A page of a list that a client of Google's own began, with what was made of its entries. */
  private record Got<T, R>(Page<T> page, List<R> made) {}

  /**
   * The same of such a list, each page asked for, and asked for again, on its own.
   *
   * @param made makes something of an entry; what it throws is an answer that is none
   * @param count is told how many there are so far
   */
  static <T, R> List<R> all(
      String what, About about, Call<Page<T>> first, Function<T, R> made, IntConsumer count) {
    var found = new ArrayList<R>();
    var seen = new HashSet<String>();
    Call<Page<T>> asked = first;
    while (asked != null) {
      var call = asked;
      var got = Errors.made(what, () -> got(call, made), about);
      found.addAll(got.made());
      count.accept(found.size());
      asked = isNew(got.page().getNextPageToken(), seen) ? got.page()::getNextPage : null;
    }
    return found;
  }

  /** The same of a list that is not long. */
  static <T, R> List<R> all(String what, Call<Page<T>> first, Function<T, R> made) {
    return all(what, About.QUESTION, first, made, count -> {});
  }

  private static <T, R> Got<T, R> got(Call<Page<T>> asked, Function<T, R> made) throws IOException {
    var page = asked.run();
    var all = new ArrayList<R>();
    page.getValues().forEach(one -> all.add(made.apply(one)));
    return new Got<>(page, all);
  }

  /**
   * Whether there is another page.
   *
   * @throws CloudException when its token was given before: the list would have no end
   */
  static boolean isNew(String token, Set<String> seen) {
    if (token == null || token.isEmpty()) {
      return false;
    }
    if (!seen.add(token)) {
      throw new CloudException(
          CloudException.Kind.UNAVAILABLE,
          Problem.of(
                  "A list does not end: its pages name one another as the next. What it holds is"
                      + " not known.",
                  "Ask who runs the server, or what stands between, then resume.")
              .with(Action.resume()),
          null);
    }
    return true;
  }
}
