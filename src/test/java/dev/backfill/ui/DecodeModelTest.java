package dev.backfill.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.journal.Journal;
import dev.backfill.run.RunView;
import dev.backfill.ui.model.DecodeModel;
import dev.backfill.ui.model.DueCells;
import dev.backfill.ui.model.JobPicture;
import dev.backfill.ui.model.JobPicture.Place;
import dev.backfill.ui.model.JobPicture.Standing;
import dev.backfill.ui.model.Phase;
import dev.backfill.ui.model.TypeLine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the decode page tells of a job, from journals of jobs in any state. */
class DecodeModelTest {
  private static final double UNWATCHED = Double.NaN;

  private static DecodeModel of(RunView view) {
    var model = new DecodeModel();
    model.take(DecodeModel.read(model.unread(view)), new DueCells().of(view));
    return model;
  }

  private static double minute(double minutes) {
    return Instant.parse("2020-04-15T03:00:00Z").getEpochSecond() + 60 * minutes;
  }

  @Test
  void tellsARecordedRehearsalAsItWas() {
    var view = RunView.of(Journal.read(Path.of("src/test/resources/journals/sandbox")));
    var model = of(view);
    assertThat(model.phases(UNWATCHED))
        .extracting(Phase::kind)
        .doesNotContain(Phase.Kind.PEAK)
        .containsSubsequence(Phase.Kind.QUEUED, Phase.Kind.WAITING, Phase.Kind.LOADING);
    assertThat(model.isEnded()).isTrue();
    assertThat(model.through()).isEqualTo(510).isEqualTo(model.staged());
    assertThat(model.elapsed(minute(1e6)))
        .as("from when it was made to when the service says that it ended, whatever time it is")
        .contains(Duration.ofMillis(31_537));
    assertThat(model.rowRate().orElseThrow()).as("509 rows in 15 s").isBetween(30.0, 40.0);
    var picture = model.picture(UNWATCHED).orElseThrow();
    assertThat(picture.nodes()).allMatch(node -> node.standing() == Standing.DONE);
    assertThat(picture.at(Place.DECODE).time()).as("what nobody gave is empty").isEmpty();
  }

  @Test
  void timeGoesOnWhileSomebodyWatches() {
    var model = of(CannedJob.running(1, 30).view());
    assertThat(model.elapsed(minute(31.5))).contains(Duration.ofSeconds(1890));
    assertThat(model.elapsed(minute(32))).contains(Duration.ofSeconds(1920));
    assertThat(model.elapsed(UNWATCHED))
        .as("the last that is known")
        .contains(Duration.ofMinutes(31));
  }

  @Test
  void ratesAreOfTheTimeBetweenLooks() {
    var job = CannedJob.running(1, 30);
    var model = of(job.view());
    var picture = model.picture(minute(31)).orElseThrow();
    assertThat(model.rowRate().orElseThrow()).isCloseTo(604_118_202 / 50.0 / 60, within());
    assertThat(picture.at(Place.READ).rate()).isPresent();
    var done = of(CannedJob.done(1).view());
    assertThat(done.rowRate().orElseThrow())
        .as("of the whole job when it is done")
        .isCloseTo(604_118_202 / 50.0 / 60, within());
    assertThat(done.picture(UNWATCHED).orElseThrow().at(Place.READ).rate()).isEmpty();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(5.0);
  }

  @Test
  void drawsWhereEachRecordIs() {
    var running = of(CannedJob.running(9, 30).view()).picture(minute(31)).orElseThrow();
    assertThat(running.at(Place.STAGED).standing()).isEqualTo(Standing.DONE);
    assertThat(running.at(Place.READ).standing()).isEqualTo(Standing.RUNNING);
    assertThat(running.at(Place.READ).of()).isEqualTo(running.at(Place.STAGED).elements());
    assertThat(running.at(Place.READ).bytes()).isPresent();
    assertThat(running.at(Place.DECODE).time()).isPresent();
    assertThat(running.at(Place.LOADS).standing()).isEqualTo(Standing.WAITING);
    var loading = of(CannedJob.running(9, 66).view()).picture(minute(67)).orElseThrow();
    assertThat(loading.at(Place.READ).standing()).isEqualTo(Standing.DONE);
    assertThat(loading.at(Place.ROWS).standing()).isEqualTo(Standing.DONE);
    assertThat(loading.at(Place.LOADS).standing()).isEqualTo(Standing.RUNNING);
    assertThat(loading.at(Place.LOADS).loads().orElseThrow().underWay()).isEqualTo(8);
    assertThat(of(CannedJob.done(9).view()).picture(UNWATCHED).orElseThrow().nodes())
        .allMatch(node -> node.standing() == Standing.DONE);
    var failed = of(CannedJob.failed(9).view()).picture(UNWATCHED).orElseThrow();
    assertThat(failed.at(Place.DECODE).standing()).isEqualTo(Standing.FAILED);
    assertThat(failed.at(Place.LOADS).standing()).isEqualTo(Standing.WAITING);
    var queued = of(CannedJob.queued(9).view()).picture(minute(1)).orElseThrow();
    assertThat(queued.at(Place.READ).standing()).isEqualTo(Standing.WAITING);
    assertThat(queued.at(Place.READ).elements()).as("nothing was counted yet").isEmpty();
  }

  @Test
  void aJobThatStandsStillSaysSo() {
    var model = of(CannedJob.stalled(1).view());
    assertThat(model.stalled(minute(36)).orElseThrow().words()).contains("stuck in step Decode");
    assertThat(model.picture(minute(36)).orElseThrow().at(Place.DECODE).standing())
        .isEqualTo(Standing.STALLED);
    var silent = of(CannedJob.running(1, 34).view());
    assertThat(silent.stalled(minute(36))).isEmpty();
    assertThat(silent.stalled(minute(46)).orElseThrow().since()).isEqualTo(Duration.ofMinutes(11));
    assertThat(silent.stalled(UNWATCHED)).as("nobody looked").isEmpty();
    var loading = CannedJob.running(1, 34);
    assertThat(of(loading.count(0.9).view()).stalled(minute(36))).as("it goes on").isEmpty();
  }

  @Test
  void listsEachTypeWithWhatIsKnownOfIt() {
    var types = of(CannedJob.running(300, 66).view()).types();
    assertThat(types).hasSize(300);
    assertThat(types.get(0).staged()).contains(604_118_202L);
    assertThat(types.get(0).part()).contains(1.0);
    assertThat(types.get(0).loads().orElseThrow().done()).isEqualTo(3);
    assertThat(types.get(299).loads().orElseThrow().done()).as("none seen yet").isZero();
    assertThat(of(CannedJob.queued(3).view()).types().get(0).decoded()).isEmpty();
  }

  /** A row for each type, and boxes that sum them: none is lost among three hundred. */
  @Test
  void tellsOfThreeHundredTypes() {
    var view = CannedJob.running(300, 30).view();
    var many = new DecodeModel();
    many.take(DecodeModel.read(many.unread(view)), new DueCells().of(view));
    assertThat(many.types()).hasSize(300).extracting(TypeLine::type).doesNotHaveDuplicates();
    assertThat(many.types()).allMatch(line -> line.staged().isPresent());
    assertThat(many.types().stream().mapToLong(line -> line.staged().orElseThrow()).sum())
        .isEqualTo(many.staged())
        .isPositive();
    assertThat(many.types().stream().mapToLong(line -> line.decoded().orElse(0L)).sum())
        .isEqualTo(many.written())
        .isPositive();
    var picture = many.picture(Double.NaN).orElseThrow();
    assertThat(picture.at(JobPicture.Place.STAGED).tables()).isEqualTo(300);
    assertThat(picture.at(JobPicture.Place.ROWS).elements()).contains(many.written());
  }
}
