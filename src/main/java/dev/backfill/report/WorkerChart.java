package dev.backfill.report;

import dev.backfill.report.Report.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Current and wanted workers over time, as step lines of an SVG picture. */
final class WorkerChart {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 200;

  private WorkerChart() {}

  static String svg(List<Worker> workers) {
    return "<svg viewBox=\"0 0 "
        + WIDTH
        + " "
        + HEIGHT
        + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Workers over time\">"
        + line(workers, Worker::target, "#e69f00")
        + line(workers, Worker::current, "#0072b2")
        + "</svg>\n<p>Blue: workers now. Orange: workers wanted. At most "
        + most(workers)
        + ".</p>\n";
  }

  private static String line(List<Worker> workers, ToLongFunction<Worker> count, String color) {
    var first = Instant.parse(workers.get(0).time());
    var last = Instant.parse(workers.get(workers.size() - 1).time());
    var span = Math.max(1, Duration.between(first, last).toMillis());
    var most = Math.max(1, most(workers));
    var path = new StringBuilder();
    for (var worker : workers) {
      var x =
          (double) WIDTH * Duration.between(first, Instant.parse(worker.time())).toMillis() / span;
      var y = HEIGHT - (HEIGHT - 10.0) * count.applyAsLong(worker) / most;
      path.append(
          path.isEmpty()
              ? String.format(Locale.ROOT, "M%.1f %.1f", x, y)
              : String.format(Locale.ROOT, "H%.1fV%.1f", x, y));
    }
    return "<path fill=\"none\" stroke-width=\"2\" vector-effect=\"non-scaling-stroke\" stroke=\""
        + color
        + "\" d=\""
        + path.append("H").append(WIDTH)
        + "\"/>";
  }

  private static long most(List<Worker> workers) {
    return workers.stream().mapToLong(w -> Math.max(w.current(), w.target())).max().orElse(0);
  }
}
