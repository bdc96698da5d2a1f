package dev.backfill.sandbox.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Routes by method and undecoded path.
 *
 * <p>A pattern is a path with {@code {name}} for one segment or a part of it, and {@code {name...}}
 * for all that follows. Of several that match, the one with the most literal text wins.
 */
public final class Router {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private final List<Disturbance> disturbances = new CopyOnWriteArrayList<>();
  private final List<RequestLog> logs = new CopyOnWriteArrayList<>();
  private final List<AnswerWitness> witnesses =
      ServiceLoader.load(AnswerWitness.class, Router.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  public Router add(String method, String path, Route route) {
    entries.add(Entry.of(method, path, route));
    return this;
  }

  /** Listeners witness what was sent, and may refuse it. */
  public Router log(RequestLog log) {
    logs.add(log);
    return this;
  }

  /**
   * Makes some requests go wrong, in place of what a disturbance of the same class made go wrong,
   * and besides what those of other classes do.
   */
  public Router disturb(Disturbance by) {
    disturbances.removeIf(former -> former.getClass() == by.getClass());
    disturbances.add(by);
    return this;
  }

  Disturbance.Effect disturbed(String method, String rawPath) {
    return disturbances.stream()
        .map(disturbance -> disturbance.of(method, rawPath))
        .filter(effect -> effect != Disturbance.NONE)
        .findFirst()
        .orElse(Disturbance.NONE);
  }

  void received(String method, String rawPath) {
    logs.forEach(log -> log.received(method, rawPath));
  }

  /** The same answer, whose end the witnesses see. */
  public Response witnessed(Response response, String method, String rawPath, String rawQuery) {
    return witnesses.isEmpty()
        ? response
        : new Witnessed(response, witnesses, method, rawPath, rawQuery);
  }

  /** The best route and its decoded values; none is a refusal with 501. */
  public Match match(String method, String rawPath) {
    Match best = null;
    int literal = -1;
    for (var entry : entries) {
      var values = entry.method.equals(method) ? entry.match(rawPath) : null;
      if (values != null && entry.literal > literal) {
        best = new Match(entry.route, values);
        literal = entry.literal;
      }
    }
    if (best == null) {
      throw ApiException.unsupported(method + " " + rawPath);
    }
    return best;
  }

  /** A route and the values of its placeholders. */
  public record Match(Route route, Map<String, String> values) {}

  private record Entry(
      String method, Pattern pattern, List<String> names, int literal, Route route) {
    static Entry of(String method, String path, Route route) {
      var names = new ArrayList<String>();
      var regex = new StringBuilder();
      int literal = 0;
      int from = 0;
      var placeholder = PLACEHOLDER.matcher(path);
      while (placeholder.find()) {
        regex.append(Pattern.quote(path.substring(from, placeholder.start())));
        regex.append(placeholder.group(2) == null ? "([^/]+)" : "(.+)");
        names.add(placeholder.group(1));
        literal += placeholder.start() - from;
        from = placeholder.end();
      }
      regex.append(Pattern.quote(path.substring(from)));
      literal += path.length() - from;
      return new Entry(method, Pattern.compile(regex.toString()), names, literal, route);
    }

    Map<String, String> match(String rawPath) {
      var matcher = pattern.matcher(rawPath);
      if (!matcher.matches()) {
        return null;
      }
      var values = new LinkedHashMap<String, String>();
      for (int i = 0; i < names.size(); i++) {
        values.put(names.get(i), Percent.path(matcher.group(i + 1)));
      }
      return values;
    }
  }
}
