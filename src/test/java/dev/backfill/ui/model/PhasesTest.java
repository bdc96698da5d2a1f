package dev.backfill.ui.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.ui.model.Phase.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A job's phases, of sequences of reports as the service makes them. */
class PhasesTest {
  private final Phases phases = new Phases();

  private List<Kind> kinds(double until) {
    return phases.until(until).stream().map(Phase::kind).toList();
  }

  private void begin() {
    phases.state(0, "PENDING");
    phases.state(10, "RUNNING");
    phases.workers(11, 0, 5, "TARGET_NUM_WORKERS_CHANGED");
  }

  @Test
  void thereIsNoPeakWithoutWorkers() {
    begin();
    phases.read(20, false);
    assertThat(kinds(30)).containsExactly(Kind.QUEUED, Kind.STARTING, Kind.SCALING);
    phases.workers(40, 5, 5, "CURRENT_NUM_WORKERS_CHANGED");
    assertThat(kinds(50)).endsWith(Kind.PEAK);
  }

  @Test
  void nothingWaitsForDataThatIsRead() {
    begin();
    phases.workers(12, 5, 5, "CURRENT_NUM_WORKERS_CHANGED");
    assertThat(kinds(13)).endsWith(Kind.WAITING);
    phases.read(20, false);
    phases.workers(21, 5, 2, "TARGET_NUM_WORKERS_CHANGED");
    phases.workers(30, 2, 2, "CURRENT_NUM_WORKERS_CHANGED");
    assertThat(kinds(40))
        .containsExactly(Kind.QUEUED, Kind.STARTING, Kind.WAITING, Kind.PEAK, Kind.REDUCING);
    assertThat(phases.until(40)).filteredOn(p -> p.kind() == Kind.WAITING).hasSize(1);
    assertThat(phases.until(40).get(2).to()).isEqualTo(20);
  }

  @Test
  void moreWorkersForABacklogMeansThatItIsWorkedOn() {
    begin();
    phases.workers(12, 5, 5, "CURRENT_NUM_WORKERS_CHANGED");
    phases.workers(30, 5, 100, "TARGET_NUM_WORKERS_CHANGED");
    assertThat(kinds(40)).endsWith(Kind.WAITING, Kind.SCALING);
  }

  @Test
  void asManyAsWereWantedThenIsNoPeakWhenMoreCameLater() {
    begin();
    phases.workers(12, 5, 5, "");
    phases.read(13, false);
    phases.workers(20, 5, 100, "");
    phases.workers(30, 100, 100, "");
    assertThat(kinds(15)).endsWith(Kind.WAITING, Kind.SCALING);
    assertThat(kinds(40)).endsWith(Kind.WAITING, Kind.SCALING, Kind.PEAK);
  }

  @Test
  void tellsWhenWorkersCannotBeHad() {
    begin();
    phases.workers(12, 5, 5, "");
    phases.read(13, false);
    phases.workers(20, 5, 100, "TARGET_NUM_WORKERS_CHANGED");
    phases.workers(25, 5, 100, "ACTUATION_FAILURE");
    assertThat(kinds(40)).endsWith(Kind.SCALING, Kind.SHORT);
    phases.workers(50, 100, 100, "CURRENT_NUM_WORKERS_CHANGED");
    assertThat(kinds(60)).endsWith(Kind.SHORT, Kind.PEAK);
  }

  @Test
  void loadsWhenAllIsReadHoweverManyWorkersThereAre() {
    begin();
    phases.workers(12, 5, 5, "");
    phases.read(13, false);
    phases.read(20, true);
    phases.workers(30, 1, 1, "");
    phases.loads(31);
    phases.state(40, "DONE");
    phases.workers(41, 0, 0, "Worker pool stopped.");
    assertThat(kinds(90)).endsWith(Kind.PEAK, Kind.LOADING);
    assertThat(phases.until(90).get(phases.until(90).size() - 1).to())
        .as("no phase lies beyond the job's end")
        .isEqualTo(40);
  }

  @Test
  void endsWhenItIsCancelled() {
    begin();
    phases.workers(12, 5, 5, "");
    phases.state(20, "CANCELLING");
    phases.state(25, "CANCELLED");
    assertThat(kinds(90)).containsExactly(Kind.QUEUED, Kind.STARTING, Kind.WAITING, Kind.ENDING);
  }

  @Test
  void anUnknownStateIsNoEnd() {
    phases.state(0, "RESOURCE_CLEANING_UP");
    phases.read(1, false);
    assertThat(kinds(5)).containsExactly(Kind.STARTING, Kind.READING);
  }
}
