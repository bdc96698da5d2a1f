package dev.backfill.report;

import dev.backfill.fact.JobFact.Workers;
import dev.backfill.text.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Current and wanted workers over time, as step lines of an SVG picture with its axes. */
final class WorkerSvg {
  private static final int LEFT = 56;
  private static final int TOP = 12;
  private static final int WIDTH = 920;
  private static final int HEIGHT = 200;
  private static final int LINES = 4;

  private final List<Workers> workers;
  private final Instant first;
  private final long span;
  private final long most;
  private final StringBuilder out = new StringBuilder();

  private WorkerSvg(List<Workers> workers) {
    this.workers = workers;
    this.first = workers.get(0).time();
    var last = workers.get(workers.size() - 1).time();
    this.span = Math.max(1000, Duration.between(first, last).toMillis());
    var highest =
        Math.max(
            LINES,
            workers.stream().mapToLong(w -> Math.max(w.current(), w.target())).max().orElse(0));
    // So that every line of the grid stands for a whole number of workers.
    this.most = (highest + LINES - 1) / LINES * LINES;
  }

  static String svg(List<Workers> workers) {
    return new WorkerSvg(workers).text();
  }

  private String text() {
    out.append("<svg viewBox=\"0 0 1000 250\" role=\"img\" aria-label=\"Workers over time\">\n");
    for (var i = 0; i <= LINES; i++) {
      level((double) most * i / LINES);
      moment((double) span * i / LINES);
    }
    line(Workers::target, "#c77700", " stroke-dasharray=\"6 4\"");
    line(Workers::current, "#0072b2", "");
    out.append("</svg>\n<p><span style=\"color:#0072b2\">━ current workers</span> &nbsp; ");
    out.append("<span style=\"color:#c77700\">┅ target workers</span></p>\n");
    return out.toString();
  }

  private void level(double value) {
    var y = y(value);
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>"
                + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d</text>\n",
            LEFT,
            LEFT + WIDTH,
            y,
            y,
            LEFT - 8,
            y + 4,
            Math.round(value)));
  }

  private void moment(double millis) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
            LEFT + WIDTH * millis / span,
            TOP + HEIGHT + 20,
            Amounts.span(Duration.ofMillis(Math.round(millis)))));
  }

  private double y(double value) {
    return TOP + HEIGHT * (1 - value / most);
  }

  private void line(ToLongFunction<Workers> count, String color, String style) {
    var path = new StringBuilder();
    for (var worker : workers) {
      var after = Duration.between(first, worker.time()).toMillis();
      path.append(
          String.format(
              Locale.ROOT,
              path.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f",
              LEFT + (double) WIDTH * after / span,
              y(count.applyAsLong(worker))));
    }
    out.append("<path fill=\"none\" stroke-width=\"2\" stroke=\"").append(color).append('"');
    out.append(style).append(" d=\"").append(path).append('H').append(LEFT + WIDTH);
    out.append("\"/>\n");
  }
}
