package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.fact.CountFact.ErrorsGrouped;
import dev.backfill.fact.CountFact.ErrorsGrouped.Group;
import dev.backfill.journal.Entry;
import dev.backfill.plan.Cell;
import dev.backfill.plan.DocumentType;
import dev.backfill.run.Inspection;
import dev.backfill.run.Inspection.Breakdown;
import dev.backfill.run.RunView;
import dev.backfill.stage.StageKind;
import dev.backfill.stage.Step;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is asked about one cell, when, and what becomes of late answers. */
class CellModelTest implements CellModel.Asker {
  private static final Instant NOW = Instant.parse("2020-04-15T03:00:00Z");
  private static final Cell MAIN =
      new Cell(DocumentType.parse("telemetry/main/4"), LocalDate.of(2020, 4, 14));
  private static final Cell CORE =
      new Cell(DocumentType.parse("telemetry/core/10"), LocalDate.of(2020, 4, 14));
  private static final Entry OPENED =
      new Entry.Opened(
          NOW,
          "r1",
          "0.1.0",
          "a sandbox",
          """
          name: main-dedupe
          reason: a reason
          days: { first: 2020-04-14, last: 2020-04-14 }
          documents: [ telemetry/main/4, telemetry/core/10 ]
          source: { project: shared-prod }
          target: { project: data-backfill-14 }
          schemas: gs://schemas/a.tar.gz
          """);

  private final List<Consumer<Object>> answered = new ArrayList<>();
  private final List<Consumer<String>> failed = new ArrayList<>();
  private final CellModel model = new CellModel(this);

  @Override
  @SuppressWarnings("unchecked")
  public <T> void ask(
      Function<Inspection, T> question, Consumer<T> then, Consumer<String> otherwise) {
    answered.add(value -> then.accept((T) value));
    failed.add(otherwise);
  }

  @Test
  void asksOnceAndShowsTheAnswer() {
    model.open(RunView.of(List.of(OPENED)), MAIN);
    assertThat(model.hours().get()).isEqualTo(new Answered.Unasked<>());
    model.askHours();
    model.askHours();
    assertThat(model.hours().get()).isEqualTo(new Answered.Asking<>());
    assertThat(answered).hasSize(1);
    var found = new Breakdown(Map.of(), Map.of());
    answered.get(0).accept(found);
    assertThat(model.hours().get()).isEqualTo(new Answered.There<>(found));
    model.askHours();
    assertThat(answered).as("it is known").hasSize(1);
  }

  /** What stable held before the copy stood there after it, as if it were so now. */
  @Test
  void anAnswerHoldsUntilTheRunGoesOn() {
    var begun = new Entry.Started(NOW, new Step(StageKind.FINALIZE, RunView.WHOLE), 1, null);
    var then = RunView.of(List.of(OPENED));
    var now = RunView.of(List.of(OPENED, begun));
    assertThat(CellModel.holds(then, RunView.of(List.of(OPENED)))).isTrue();
    assertThat(CellModel.holds(then, now)).isFalse();
  }

  @Test
  void asksAgainAfterAFailure() {
    model.open(RunView.of(List.of(OPENED)), MAIN);
    model.askChannels();
    failed.get(0).accept("No answer. Ask again.");
    assertThat(model.channels().get()).isEqualTo(new Answered.Failed<>("No answer. Ask again."));
    model.askChannels();
    assertThat(answered).hasSize(2);
  }

  @Test
  void dropsAnAnswerAboutACellThatIsNoLongerOpen() {
    var view = RunView.of(List.of(OPENED));
    model.open(view, MAIN);
    model.askHours();
    model.open(view, CORE);
    answered.get(0).accept(new Breakdown(Map.of(), Map.of()));
    assertThat(model.hours().get()).isEqualTo(new Answered.Unasked<>());
  }

  @Test
  void takesErrorRowsFromTheJournalWhereItHasThem() {
    var groups =
        new ErrorsGrouped(MAIN.key(), List.of(new Group("SchemaException", "no such type", 7)));
    var view = RunView.of(List.of(OPENED, new Entry.Observed(NOW, StageKind.VALIDATE, groups)));
    model.open(view, MAIN);
    model.askErrors();
    assertThat(answered).isEmpty();
    assertThat(model.errors().get())
        .isEqualTo(new Answered.There<>(List.of(new Group("SchemaException", "no such type", 7))));
    model.open(view, CORE);
    model.askErrors();
    assertThat(answered).as("nothing is kept of this one").hasSize(1);
  }
}
