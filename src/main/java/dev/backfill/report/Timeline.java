package dev.backfill.report;

import dev.backfill.run.RunView;
import dev.backfill.run.StageView;
import dev.backfill.text.Amounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** When each stage ran, as bars of an SVG picture. */
final class Timeline {
  private static final int LEFT = 90;
  private static final int WIDTH = 780;
  private static final int ROW = 24;

  private Timeline() {}

  /** The picture; empty before the first stage ended. */
  static String svg(RunView view) {
    var stages = view.stages().stream().filter(s -> s.started().isPresent()).toList();
    var first = stages.stream().flatMap(s -> s.started().stream()).min(Instant::compareTo);
    var last = stages.stream().flatMap(s -> s.ended().stream()).max(Instant::compareTo);
    if (first.isEmpty() || last.isEmpty() || !last.get().isAfter(first.get())) {
      return "";
    }
    return svg(stages, first.get(), Duration.between(first.get(), last.get()).toMillis());
  }

  private static String svg(List<StageView> stages, Instant first, long span) {
    var out = new StringBuilder();
    out.append("<svg viewBox=\"0 0 1000 ").append(ROW * stages.size() + 8);
    out.append("\" role=\"img\" aria-label=\"Stages over time\">\n");
    for (var i = 0; i < stages.size(); i++) {
      out.append(bar(stages.get(i), i * ROW + 4, first, span));
    }
    return out.append("</svg>\n").toString();
  }

  private static String bar(StageView stage, int y, Instant first, long span) {
    var begun = Duration.between(first, stage.started().orElseThrow()).toMillis();
    var ended = stage.ended().map(end -> Duration.between(first, end).toMillis()).orElse(span);
    var left = LEFT + (double) WIDTH * begun / span;
    // Short stages stay visible.
    var width = Math.max(3, (double) WIDTH * (ended - begun) / span);
    return String.format(
        Locale.ROOT,
        "<text x=\"0\" y=\"%d\">%s</text><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"14\" "
            + "class=\"bar %s\"/><text x=\"%.1f\" y=\"%d\">%s</text>\n",
        y + 12,
        stage.kind().id(),
        left,
        y,
        width,
        stage.state(),
        left + width + 6,
        y + 12,
        Amounts.span(Duration.ofMillis(ended - begun)));
  }
}
