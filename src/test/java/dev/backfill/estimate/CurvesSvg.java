package dev.backfill.estimate;

import dev.backfill.estimate.JobCurve.Kind;
import dev.backfill.estimate.JobCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Jobs' workers over time as step lines, one above the other, with their phases. */
final class CurvesSvg {
  private static final int LEFT = 64;
  private static final int WIDTH = 850;
  private static final int HEIGHT = 170;
  private static final int GAP = 74;
  private static final double MOST_MINUTES = 160;
  private static final double MOST_WORKERS = 1000;

  private final StringBuilder out = new StringBuilder();
  private int top = 34;

  /** A panel: a job, or what is recorded of one. */
  record Panel(String title, String color, List<Point> workers, List<JobCurve.Phase> phases) {}

  static Panel panel(String title, String color, JobCurve curve) {
    var points = new ArrayList<>(curve.workers());
    points.add(new Point(curve.seconds(), 0));
    return new Panel(title, color, points, curve.phases());
  }

  static String of(List<Panel> panels) {
    return new CurvesSvg().text(panels);
  }

  private String text(List<Panel> panels) {
    out.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 %d\" role=\"img\" "
            .formatted(panels.size() * (HEIGHT + GAP) + 10));
    out.append("font-family=\"sans-serif\" font-size=\"13\">\n");
    out.append("<title>Workers of the job over time</title>\n");
    out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    panels.forEach(this::draw);
    return out.append("</svg>\n").toString();
  }

  private void draw(Panel panel) {
    text(LEFT, top - 16, "start", "#1b1f24", panel.title(), " font-weight=\"600\"");
    for (var workers = 0; workers <= MOST_WORKERS; workers += 250) {
      line(x(0), y(workers), x(MOST_MINUTES), y(workers), "#d8dee4");
      text(LEFT - 8, y(workers) + 4, "end", "#57606a", String.valueOf(workers), "");
    }
    for (var minute = 0; minute <= MOST_MINUTES; minute += 20) {
      text(x(minute), top + HEIGHT + 18, "middle", "#57606a", minute + " min", "");
    }
    phases(panel);
    path(panel);
    top += HEIGHT + GAP;
  }

  private void phases(Panel panel) {
    var from = 0.0;
    for (var phase : panel.phases()) {
      var until = from + phase.seconds() / 60;
      line(x(until), top, x(until), top + HEIGHT, "#afb8c1");
      // A phase of some minutes has no room for its name.
      if (until - from > 12) {
        var name = name(phase.kind());
        var words = name + ", " + Math.round(until - from) + " min";
        text((x(from) + x(until)) / 2, top + 14, "middle", "#57606a", words, "");
      }
      from = until;
    }
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case START -> "start";
      case EXPORT -> "export";
      case WORK -> "working";
      case LOAD -> "loading";
    };
  }

  private void path(Panel panel) {
    var path = new StringBuilder();
    for (var point : panel.workers()) {
      var form = path.isEmpty() ? "M%.1f %.1f" : "H%.1fV%.1f";
      var x = x(point.second() / 60);
      path.append(String.format(Locale.ROOT, form, x, y(point.workers())));
    }
    out.append(
        "<path fill=\"none\" stroke-width=\"2\" stroke=\"%s\" d=\"%s\"/>%n"
            .formatted(panel.color(), path)
            .replace("\r", ""));
  }

  private void line(double x1, double y1, double x2, double y2, String color) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
            x1,
            y1,
            x2,
            y2,
            color));
  }

  private void text(double x, double y, String anchor, String color, String words, String more) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>\n",
            x,
            y,
            anchor,
            color,
            more,
            words));
  }

  private static double x(double minute) {
    return LEFT + WIDTH * minute / MOST_MINUTES;
  }

  private double y(double workers) {
    return top + HEIGHT * (1 - workers / MOST_WORKERS);
  }
}
