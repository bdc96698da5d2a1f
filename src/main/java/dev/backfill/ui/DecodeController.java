package dev.backfill.ui;

import dev.backfill.run.RunView;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.DecodeModel.Worker;
import java.util.function.ToLongFunction;
import javafx.fxml.FXML;
import javafx.scene.chart.LineChart;
import javafx.scene.chart.NumberAxis;
import javafx.scene.chart.XYChart;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;

/** The decode job while it runs: workers as steps, events, messages. */
final class DecodeController {
  private final Context context;
  private final XYChart.Series<Number, Number> current = new XYChart.Series<>();
  private final XYChart.Series<Number, Number> target = new XYChart.Series<>();

  @FXML private Label job;
  @FXML private Label simulated;
  @FXML private LineChart<Number, Number> chart;
  @FXML private NumberAxis seconds;
  @FXML private NumberAxis workers;
  @FXML private ListView<String> events;
  @FXML private ListView<String> messages;

  DecodeController(Context context) {
    this.context = context;
  }

  @FXML
  private void initialize() {
    current.setName(Texts.of("decode.current"));
    target.setName(Texts.of("decode.target"));
    // Two corners may share a time, so the order given is the line.
    chart.setAxisSortingPolicy(LineChart.SortingPolicy.NONE);
    chart.getData().add(current);
    chart.getData().add(target);
    job.setText(Texts.of("decode.nojob"));
    context.model().view().addListener((p, was, now) -> show(now));
    show(context.model().view().get());
  }

  private void show(RunView view) {
    if (view == null) {
      return;
    }
    var decode = DecodeModel.of(view);
    if (!decode.state().isEmpty()) {
      job.setText(Texts.of("decode.job", decode.state()));
    }
    simulated.setText(decode.simulated() ? Texts.of("decode.simulated") : "");
    if (decode.workers().size() != events.getItems().size()) {
      line(current, decode, Worker::current);
      line(target, decode, Worker::target);
      events.getItems().setAll(decode.workers().stream().map(DecodeController::event).toList());
    }
    messages.getItems().setAll(decode.messages());
  }

  private static void line(
      XYChart.Series<Number, Number> series, DecodeModel decode, ToLongFunction<Worker> count) {
    series
        .getData()
        .setAll(
            decode.line(count).stream()
                .map(c -> new XYChart.Data<Number, Number>(c.seconds(), c.workers()))
                .toList());
  }

  private static String event(Worker worker) {
    return worker.time() + "  " + worker.current() + " → " + worker.target() + "  " + worker.text();
  }
}
