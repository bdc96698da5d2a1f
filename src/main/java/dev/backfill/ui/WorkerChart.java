package dev.backfill.ui;

import dev.backfill.text.Amounts;
import dev.backfill.ui.model.Curve;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.Axis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.TextAlignment;

/**
 * Workers of a job as step lines over time, its phases above and its throughput below. Folds its
 * curves to columns of pixels, so that a drawing costs the same for ten points and ten thousand.
 */
final class WorkerChart extends Region {
  private static final double LEFT = 52;
  private static final double RIGHT = 28;
  private static final double TOP = 22;
  private static final double BOTTOM = 22;
  private static final double LANE = 0.22;

  // The founding run of 2020-04-14, as its README tells it: of two and a half hours the first 20
  // minutes waited for the export, then up to 1,000 workers for about an hour, then one worker
  // while the tables were loaded. How steep it rose and fell is not told: these corners (share of
  // time, share of workers) are a sketch.
  private static final double[][] FOUNDING = {
    {0, 0.005}, {0.133, 0.005}, {0.2, 1}, {0.6, 1}, {0.65, 0.001}, {1, 0.001}
  };

  private final Canvas canvas = new Canvas();
  private final Label tip = new Label();
  private final ChartPaints paints;
  private DecodeModel model = new DecodeModel();
  private double now = Double.NaN;
  private boolean hasGhost;
  private int pointed = -1;

  WorkerChart(ChartPaints paints) {
    this.paints = paints;
    tip.getStyleClass().add("chart-tip");
    tip.setVisible(false);
    tip.setManaged(false);
    tip.setMouseTransparent(true);
    getChildren().addAll(canvas, tip);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT);
    setMinSize(200, 120);
    paints.whenChanged(this::draw);
    setOnMouseMoved(event -> point(model.current().at(time(event.getX()))));
    setOnMouseExited(event -> point(-1));
    addEventHandler(KeyEvent.KEY_PRESSED, this::walk);
    focusedProperty().addListener((p, was, now) -> draw());
  }

  /**
   * Shows a job as it stands.
   *
   * @param time until when, in seconds of the epoch; until it was heard of last where that is NaN
   */
  void show(DecodeModel job, double time) {
    model = job;
    now = time;
    if (pointed < 0) {
      setAccessibleText(
          Texts.of(
              "decode.chart",
              last(job.current()),
              last(job.target()),
              job.state().toLowerCase(Locale.ROOT)));
    }
    draw();
  }

  /** Whether the founding run is drawn beside it. */
  void ghost(boolean shown) {
    if (shown != hasGhost) {
      hasGhost = shown;
      draw();
    }
  }

  /** The span of time that is shown, in seconds. */
  double span() {
    return to() - from();
  }

  private static long last(Curve curve) {
    return curve.size() == 0 ? 0 : Math.round(curve.lastValue());
  }

  @Override
  protected void layoutChildren() {
    if (canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight()) {
      canvas.setWidth(getWidth());
      canvas.setHeight(getHeight());
      draw();
    }
  }

  void draw() {
    var width = canvas.getWidth() - LEFT - RIGHT;
    var height = canvas.getHeight() - TOP - BOTTOM;
    var g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    if (width < 20 || height < 40) {
      return;
    }
    var lane = Math.max(36, height * LANE);
    var workers = new Plot(g, LEFT, TOP, width, height - lane - 14, top(most()));
    var rate = new Plot(g, LEFT, TOP + height - lane, width, lane, top(model.rate().max()));
    times(g, width, TOP + height);
    phases(g, workers);
    workers.grid(workers.height() < 90 ? 2 : 4);
    rate.grid(1);
    ghost(g, workers);
    if (model.current().size() > 0) {
      rate.fill(model.rate(), paints.throughput());
      workers.fill(model.current(), paints.current());
      workers.line(model.target(), paints.target(), 2, 6, 4);
      workers.line(model.current(), paints.current(), 2.5);
    }
    text(
        g,
        Texts.of("decode.rate"),
        LEFT + width,
        TOP + height - lane - 1,
        TextAlignment.RIGHT,
        VPos.BOTTOM);
    mark(g, height);
    if (isFocused()) {
      g.setStroke(paints.current());
      g.setLineDashes();
      g.setLineWidth(1);
      g.strokeRect(0.5, 0.5, canvas.getWidth() - 1, canvas.getHeight() - 1);
    }
  }

  private double most() {
    return Math.max(model.current().max(), model.target().max());
  }

  private static double top(double most) {
    return Axis.ceiling(Math.max(most, 4));
  }

  private double from() {
    return Double.isNaN(model.begun()) ? 0 : model.begun();
  }

  private double to() {
    var end = model.end(now);
    return Double.isNaN(end) ? 60 : Math.max(end, from() + 10);
  }

  private double x(double time) {
    return LEFT + (canvas.getWidth() - LEFT - RIGHT) * (time - from()) / (to() - from());
  }

  private double time(double x) {
    return from() + (to() - from()) * (x - LEFT) / (canvas.getWidth() - LEFT - RIGHT);
  }

  private void times(GraphicsContext g, double width, double bottom) {
    var span = to() - from();
    for (var tick : Axis.times(span, (int) Math.max(2, width / 90))) {
      var x = x(from() + tick);
      g.setStroke(paints.grid());
      g.setLineDashes();
      g.setLineWidth(1);
      g.strokeLine(Math.round(x) + 0.5, TOP, Math.round(x) + 0.5, bottom);
      text(g, Axis.time(tick, span), x, bottom + 4, TextAlignment.CENTER, VPos.TOP);
    }
  }

  private void phases(GraphicsContext g, Plot plot) {
    var even = true;
    for (var phase : model.phases(now)) {
      var left = x(phase.from());
      var width = x(phase.to()) - left;
      even = !even;
      g.setFill(even ? Color.TRANSPARENT : shade(paints.text(), 0.06));
      g.fillRect(left, plot.top(), width, plot.height());
      var name = Texts.of("phase." + Texts.word(phase.kind()));
      if (width > 8 * name.length()) {
        text(g, name, left + width / 2, 4, TextAlignment.CENTER, VPos.TOP);
      }
    }
  }

  private void ghost(GraphicsContext g, Plot plot) {
    if (!hasGhost || model.current().size() == 0) {
      return;
    }
    g.setStroke(paints.ghost());
    g.setLineWidth(1.5);
    g.setLineDashes(2, 4);
    g.beginPath();
    for (var corner : FOUNDING) {
      g.lineTo(x(from() + corner[0] * (to() - from())), plot.y(corner[1] * most()));
    }
    g.stroke();
  }

  private void mark(GraphicsContext g, double height) {
    if (pointed < 0 || pointed >= model.current().size()) {
      return;
    }
    var x = x(model.current().time(pointed));
    g.setStroke(paints.text());
    g.setLineDashes(3, 3);
    g.setLineWidth(1);
    g.strokeLine(x, TOP, x, TOP + height);
  }

  private void walk(KeyEvent event) {
    var step = event.getCode() == KeyCode.RIGHT ? 1 : event.getCode() == KeyCode.LEFT ? -1 : 0;
    if (step != 0 && model.current().size() > 0) {
      point(Math.max(0, Math.min(model.current().size() - 1, pointed + step)));
      event.consume();
    }
  }

  private void point(int event) {
    pointed = event < model.current().size() ? event : -1;
    tip.setVisible(pointed >= 0);
    if (pointed >= 0) {
      var curve = model.current();
      var after = Duration.ofMillis(Math.round(1000 * (curve.time(pointed) - from())));
      tip.setText(
          Texts.of(
              "decode.event",
              Amounts.span(after),
              curve.value(pointed),
              model.target().value(pointed),
              model.reasons().get(pointed)));
      setAccessibleText(tip.getText().replace('\n', ' '));
      notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
      tip.autosize();
      tip.relocate(
          Math.min(x(curve.time(pointed)) + 10, getWidth() - tip.getWidth() - 4), TOP + 10);
    }
    draw();
  }

  private void text(
      GraphicsContext g, String text, double x, double y, TextAlignment align, VPos base) {
    g.setFill(paints.text());
    g.setFont(paints.font());
    g.setTextAlign(align);
    g.setTextBaseline(base);
    g.fillText(text, x, y);
  }

  private static Paint shade(Paint paint, double opacity) {
    return paint instanceof Color color
        ? Color.color(color.getRed(), color.getGreen(), color.getBlue(), opacity)
        : paint;
  }

  /** One field of the chart with its scale, from 0 up. */
  private final class Plot {
    private final GraphicsContext g;
    private final double left;
    private final double top;
    private final double width;
    private final double height;
    private final double ceiling;

    Plot(GraphicsContext g, double left, double top, double width, double height, double ceiling) {
      this.g = g;
      this.left = left;
      this.top = top;
      this.width = width;
      this.height = height;
      this.ceiling = ceiling;
    }

    double top() {
      return top;
    }

    double height() {
      return height;
    }

    double y(double value) {
      return top + height * (1 - value / ceiling);
    }

    void grid(int lines) {
      for (var i = 0; i <= lines; i++) {
        var value = ceiling * i / lines;
        var y = Math.round(y(value)) + 0.5;
        g.setStroke(paints.grid());
        g.setLineDashes();
        g.setLineWidth(1);
        g.strokeLine(left, y, left + width, y);
        text(g, Axis.number(value), left - 6, y, TextAlignment.RIGHT, VPos.CENTER);
      }
    }

    void line(Curve curve, Paint paint, double thick, double... dashes) {
      g.setStroke(paint);
      g.setLineWidth(thick);
      g.setLineDashes(dashes);
      path(curve);
      g.stroke();
    }

    void fill(Curve curve, Paint paint) {
      g.setFill(shade(paint, 0.16));
      var columns = path(curve);
      if (columns >= 0) {
        g.lineTo(left + width, top + height);
        g.lineTo(left + columns, top + height);
        g.closePath();
        g.fill();
      }
    }

    /** Returns the first column with a value, or -1. */
    private int path(Curve curve) {
      var columns = curve.fold(from(), to(), (int) width);
      var first = -1;
      g.beginPath();
      for (var i = 0; i < columns.length; i++) {
        var pixel = columns[i];
        if (pixel == null) {
          continue;
        }
        if (first < 0) {
          first = i;
          g.moveTo(left + i, y(pixel.first()));
        }
        var x = left + i;
        // A flat column adds nothing that the next corner does not say.
        if (pixel.min() != pixel.max() || i == columns.length - 1) {
          g.lineTo(x, y(pixel.first()));
          g.lineTo(x, y(pixel.min()));
          g.lineTo(x, y(pixel.max()));
          g.lineTo(x, y(pixel.last()));
        }
      }
      if (first >= 0) {
        g.lineTo(left + width, y(curve.lastValue()));
      }
      return first;
    }
  }

  /** The lines that a legend explains, in the order of drawing. */
  static List<String> lines() {
    return List.of("current", "target", "ghost", "throughput");
  }
}
