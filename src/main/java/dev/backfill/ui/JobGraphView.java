package dev.backfill.ui;

import dev.backfill.text.Amounts;
import dev.backfill.ui.model.JobPicture;
import dev.backfill.ui.model.JobPicture.LoadCount;
import dev.backfill.ui.model.JobPicture.Node;
import dev.backfill.ui.model.JobPicture.Place;
import dev.backfill.ui.model.JobPicture.Standing;
import dev.backfill.ui.model.Texts;
import dev.backfill.ui.part.FlowBox;
import dev.backfill.ui.part.FlowGraph;
import dev.backfill.ui.part.TableColumns;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.Region;

/** A decode job's graph in words and numbers. */
final class JobGraphView {
  private final Map<Place, FlowBox> boxes = new EnumMap<>(Place.class);
  private final FlowGraph graph;

  JobGraphView() {
    for (var place : Place.values()) {
      boxes.put(place, new FlowBox(Texts.of("job.place." + Texts.word(place)), room(place)));
    }
    graph =
        new FlowGraph(
            Texts.of("job.graph"),
            List.of(
                List.of(box(Place.STAGED)),
                List.of(box(Place.READ)),
                List.of(box(Place.DECODE)),
                List.of(box(Place.ROWS), box(Place.ERRORS)),
                List.of(box(Place.LOADS), box(Place.ERROR_LOADS))));
    graph
        .arrow(box(Place.STAGED), box(Place.READ))
        .arrow(box(Place.READ), box(Place.DECODE))
        .arrow(box(Place.DECODE), box(Place.ROWS))
        .arrow(box(Place.DECODE), box(Place.ERRORS))
        .arrow(box(Place.ROWS), box(Place.LOADS))
        .arrow(box(Place.ERRORS), box(Place.ERROR_LOADS));
  }

  private static int room(Place place) {
    return switch (place) {
      case STAGED, ROWS, ERRORS -> 1;
      case READ, DECODE -> 3;
      case LOADS, ERROR_LOADS -> 1;
    };
  }

  private FlowBox box(Place place) {
    return boxes.get(place);
  }

  Region region() {
    return graph;
  }

  void show(JobPicture picture) {
    for (var node : picture.nodes()) {
      box(node.place()).show(look(node.standing()), stands(node), lines(node));
    }
  }

  /** Icons and colors are those of a stage's states. */
  private static String look(Standing standing) {
    return switch (standing) {
      case WAITING -> "waiting";
      case RUNNING -> "running";
      case DONE -> "done";
      case STALLED -> "warning";
      case FAILED -> "failed";
      case STOPPED -> "stopped";
    };
  }

  private static String stands(Node node) {
    var word = Texts.of("job.standing." + Texts.word(node.standing()));
    var under = node.loads().map(LoadCount::underWay).orElse(0L);
    return under > 0
        ? Texts.of("job.underway", word, under)
        : node.rate()
            .map(rate -> Texts.of("job.rate", word, number(Math.round(rate))))
            .orElse(word);
  }

  private static List<String> lines(Node node) {
    return switch (node.place()) {
      case STAGED ->
          List.of(
              node.elements()
                  .map(n -> Texts.of("job.staged", number(n), node.tables()))
                  .orElse(Texts.of("job.tables", node.tables())));
      case READ, DECODE ->
          node.standing() == Standing.WAITING
              ? List.of(soFar(node), "", "")
              : List.of(soFar(node), size(node), time(node));
      case ROWS, ERRORS -> List.of(made(node));
      case LOADS, ERROR_LOADS -> List.of(loads(node));
    };
  }

  private static String soFar(Node node) {
    var so = node.elements().map(JobGraphView::number).orElse(TableColumns.UNKNOWN);
    return node.of().map(all -> Texts.of("job.of", so, number(all))).orElse(so);
  }

  private static String size(Node node) {
    return node.bytes().map(Amounts::bytes).orElse(Texts.of("job.nosize"));
  }

  private static String time(Node node) {
    return node.time().map(time -> Texts.of("job.time", span(time))).orElse(Texts.of("job.notime"));
  }

  private static String span(Duration time) {
    return Amounts.span(time);
  }

  private static String made(Node node) {
    return node.elements()
        .map(n -> Texts.of("job.made", number(n), node.tables()))
        .orElse(Texts.of("job.tables", node.tables()));
  }

  private static String loads(Node node) {
    return node.loads()
        .map(n -> loads(node, n))
        .orElse(Texts.of(node.standing() == Standing.WAITING ? "job.noloads" : "job.unknown"));
  }

  private static String loads(Node node, LoadCount count) {
    if (count.done() + count.underWay() + count.failed() == 0) {
      return Texts.of(node.standing() == Standing.WAITING ? "job.noloads" : "job.nojobs");
    }
    var by = Texts.of("job.by", count.done(), count.failed());
    return node.elements().map(n -> Texts.of("job.loaded", number(n), by, n)).orElse(by);
  }

  /** Whole up to six digits; more do not fit a box. */
  static String number(long value) {
    return value < 1_000_000
        ? Texts.number(value)
        : value < 1_000_000_000
            ? String.format(java.util.Locale.US, "%.1f M", value / 1e6)
            : String.format(java.util.Locale.US, "%,.2f B", value / 1e9);
  }
}
