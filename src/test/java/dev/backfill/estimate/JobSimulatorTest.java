package dev.backfill.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backfill.estimate.JobCurve.Kind;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The model of the job: it reproduces what is on record, and moves the right way. */
class JobSimulatorTest {
  private static final Percentage CLOSE = Percentage.withPercentage(15);
  private static final Work DAY = Founding.work();
  private static final Machine TWO = Machine.of("n1-standard-2");

  private static JobCurve ours(Work work, Fleet fleet) {
    return new JobSimulator(OnGoogle.assumptions(), Scenario.LIKELY).run(work, fleet);
  }

  private static double minutes(JobCurve curve, Kind kind) {
    return curve.seconds(kind) / 60;
  }

  @Test
  void theFoundingRunIsReproducedPhaseByPhase() {
    var curve =
        new JobSimulator(Founding.assumptions(), Scenario.LIKELY).run(DAY, Founding.fleet());
    assertThat(minutes(curve, Kind.EXPORT)).isCloseTo(Founding.EXPORT_MINUTES, CLOSE);
    assertThat(minutes(curve, Kind.WORK)).isCloseTo(Founding.WORK_MINUTES, CLOSE);
    assertThat(minutes(curve, Kind.LOAD)).isCloseTo(Founding.LOAD_MINUTES, CLOSE);
    assertThat(curve.seconds() / 3600).isCloseTo(2.5, CLOSE);
    assertThat((double) curve.peak()).isCloseTo(Founding.WORKERS, CLOSE);
    assertThat(curve.workers().get(curve.workers().size() - 1).workers()).isEqualTo(1);
  }

  @Test
  void theHourOfAThousandWorkersFollowsFromThePeersRate() {
    var rate = Founding.PEER_RATE;
    var twice =
        Founding.assumptions()
            .with(
                new Assumption(
                    Constant.DECODE_BYTE,
                    Range.exactly(1 / (2 * rate * Founding.VCPU)),
                    Basis.ASSUMED,
                    "a sink twice as fast"));
    var slow = new JobSimulator(Founding.assumptions(), Scenario.LIKELY).run(DAY, Founding.fleet());
    var fast = new JobSimulator(twice, Scenario.LIKELY).run(DAY, Founding.fleet());
    // Half the work asks for fewer workers: their number falls more than the time.
    assertThat((double) fast.peak()).isLessThan(0.75 * slow.peak());
    assertThat(fast.seconds(Kind.WORK)).isLessThan(0.9 * slow.seconds(Kind.WORK));
    assertThat(fast.workerHours()).isLessThan(0.65 * slow.workerHours());
    assertThat(fast.seconds(Kind.LOAD)).isEqualTo(slow.seconds(Kind.LOAD));
  }

  @Test
  void thisPipelineNeedsNoExportAndATenthOfTheWorkersAndWaitsForTheSameLoads() {
    var curve = ours(DAY, Founding.ours());
    var then = new JobSimulator(Founding.assumptions(), Scenario.LIKELY).run(DAY, Founding.fleet());
    assertThat(curve.seconds(Kind.EXPORT)).isLessThan(60);
    assertThat(curve.seconds(Kind.LOAD)).isEqualTo(then.seconds(Kind.LOAD));
    // Of machines with two processors, where the founding run's had one.
    assertThat(curve.workerHours() * 2).isLessThan(then.workerHours() / 4);
    assertThat(curve.seconds(Kind.LOAD)).isGreaterThan(curve.seconds() / 2);
  }

  @Test
  void neitherMoreNorFewerWorkersAreTakenThanThePlanAllows() {
    for (var most : new int[] {5, 20, 1000}) {
      var curve = ours(DAY, new Fleet(5, most, TWO, false));
      assertThat(curve.peak()).isBetween(5, most);
      assertThat(curve.workers())
          .isSortedAccordingTo((a, b) -> Double.compare(a.second(), b.second()));
    }
  }

  @Test
  void fewerWorkersTakeLongerAndTheirHoursStayAboutTheSame() {
    var few = ours(DAY, new Fleet(5, 20, TWO, false));
    var many = ours(DAY, new Fleet(5, 1000, TWO, false));
    assertThat(few.seconds(Kind.WORK)).isGreaterThan(2 * many.seconds(Kind.WORK));
    assertThat(few.workerHours()).isCloseTo(many.workerHours(), Percentage.withPercentage(25));
  }

  @Test
  void aJobWithoutWorkersToSpareRunsOnThoseThatItBeginsWith() {
    var work = new Work(600_000, 6e9, 24e9, 1);
    var curve = ours(work, new Fleet(4, 4, TWO, false));
    var alone = new JobSimulator(OnGoogle.assumptions(), Scenario.LIKELY);
    var expected = alone.vcpuSeconds(work, new Fleet(4, 4, TWO, false)) / 8;
    assertThat(curve.seconds(Kind.WORK) - 60).isCloseTo(expected, Offset.offset(1.0));
  }

  @Test
  void anEmptyJobTakesItsStartAndNoLoads() {
    var curve = ours(Work.NONE, new Fleet(1, 10, TWO, false));
    assertThat(curve.seconds(Kind.LOAD)).isZero();
    assertThat(curve.seconds()).isBetween(60.0, 600.0);
  }

  @Test
  void worseAssumptionsTakeLonger() {
    var spans =
        Range.of(
            scenario ->
                new JobSimulator(OnGoogle.assumptions(), scenario)
                    .run(DAY, Founding.ours())
                    .seconds());
    assertThat(spans.low()).isLessThan(spans.likely());
    assertThat(spans.likely()).isLessThan(spans.high());
  }

  @Test
  void aLoadJobHoldsNoMoreBytesAndFilesThanBeamPutsIntoOne() {
    var loads = new LoadPhase(OnGoogle.assumptions(), Scenario.LIKELY);
    assertThat(loads.jobs(1e9)).isEqualTo(1);
    // Files of 256 MB: 10,000 of them are 2.56 TB, long before 11 TiB are.
    assertThat(loads.jobs(2.5e12)).isEqualTo(1);
    assertThat(loads.jobs(2.6e12)).isEqualTo(2);
    var large =
        OnGoogle.assumptions()
            .with(
                new Assumption(
                    Constant.FILE, Range.exactly(1e12), Basis.ASSUMED, "files of a terabyte"));
    assertThat(new LoadPhase(large, Scenario.LIKELY).jobs(13e12)).isEqualTo(2);
  }

  @Test
  void tablesLoadSideBySideUntilTheSlotsAreUsedUp() {
    var loads = new LoadPhase(OnGoogle.assumptions(), Scenario.LIKELY);
    var small = loads.seconds(new Work(1e6, 1e9, 1e9, 1));
    var ten = loads.seconds(new Work(1e7, 1e10, 1e10, 10));
    assertThat(ten).isCloseTo(small, Percentage.withPercentage(1));
    var large = loads.seconds(new Work(1e8, 1e12, 1e12, 1));
    var tenLarge = loads.seconds(new Work(1e9, 1e13, 1e13, 10));
    assertThat(tenLarge).isGreaterThan(5 * large);
  }

  @Test
  void machinesAreReadFromTheirTypesNames() {
    assertThat(Machine.of("n1-standard-2")).isEqualTo(new Machine(2, 7.5));
    assertThat(Machine.of("e2-standard-4")).isEqualTo(new Machine(4, 16));
    assertThat(Machine.of("n2-highmem-8")).isEqualTo(new Machine(8, 64));
    assertThat(Machine.of("n1-highcpu-16").memoryGb()).isCloseTo(14.4, Offset.offset(0.001));
    assertThat(Machine.of("custom-4-16384")).isEqualTo(new Machine(4, 16));
    assertThat(Machine.of("n2-custom-6-24576")).isEqualTo(new Machine(6, 24));
    assertThat(Machine.of("c3-standard-4-lssd")).isEqualTo(new Machine(4, 16));
    assertThat(Machine.of("e2-medium")).isEqualTo(new Machine(2, 8));
  }

  @Test
  void payloadsAreLargerThanTheyAreStagedByWhatSamplesSay() {
    assertThat(Payloads.inflation(300).likely()).isEqualTo(1.4);
    assertThat(Payloads.inflation(1e6).likely()).isCloseTo(4.37, Offset.offset(0.01));
    var before = 0.0;
    for (var size = 500; size < 12_000; size += 100) {
      var inflation = Payloads.inflation(size);
      assertThat(inflation.likely()).isGreaterThanOrEqualTo(before);
      assertThat(inflation.low()).isGreaterThanOrEqualTo(1);
      before = inflation.likely();
    }
  }
}
